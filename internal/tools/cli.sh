#!/bin/sh
# Prints the path of the Terraform or OpenTofu to run, and on standard error why:
# the one that is named, built into .bin; or else the terraform on the PATH, where
# that is one that the provider supports; or else Terraform, built into .bin.
#
# usage: cli.sh [terraform|tofu]
set -eu

here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$here/../.." && pwd)/.bin

if [ $# = 0 ]; then
	if path=$(command -v terraform); then
		version=$("$path" version 2>/dev/null | sed 1q)
		if "$here/supported.sh" "$version"; then
			echo "taking $version from the PATH: $path" >&2
			echo "$path"
			exit 0
		fi
		echo "${version:-no version} ($path) is not a Terraform that this provider supports" >&2
	fi
	set -- terraform
fi
"$here/build.sh" "$1" >&2
echo "taking $("$bin/$1" version | sed 1q), built into .bin" >&2
echo "$bin/$1"
