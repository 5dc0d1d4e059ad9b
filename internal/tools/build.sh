#!/bin/sh
# Builds command-line tools into .bin, at the versions that each tool's go.mod
# pins. A binary that is there and of that version is left alone.
#
# usage: build.sh [terraform|tofu|tfplugindocs|golangci-lint]...
set -eu

here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$here/../.." && pwd)/.bin

for tool in "$@"; do
	dir=$tool
	flags='-s -w'
	case $tool in
	terraform)
		module=github.com/hashicorp/terraform
		package=$module
		# A build from source calls itself 1.x.y-dev unless told otherwise.
		flags="$flags -X $module/version.dev=no"
		;;
	tofu)
		dir=opentofu
		module=github.com/opentofu/opentofu
		package=$module/cmd/tofu
		flags="$flags -X $module/version.dev=no"
		;;
	tfplugindocs)
		module=github.com/hashicorp/terraform-plugin-docs
		package=$module/cmd/tfplugindocs
		;;
	golangci-lint)
		module=github.com/golangci/golangci-lint/v2
		package=$module/cmd/golangci-lint
		;;
	*)
		echo "$0: no such tool: $tool" >&2
		exit 2
		;;
	esac

	cd "$here/$dir"
	version=$(go list -m -f '{{.Version}}' "$module")
	# The build information of a binary has a line 'mod <module> <version> <hash>'.
	built=$(go version -m "$bin/$tool" 2>/dev/null | while read -r kind name is _; do
		if [ "$kind" = mod ] && [ "$name" = "$module" ]; then echo "$is"; fi
	done)
	if [ "$built" = "$version" ]; then
		continue
	fi
	echo "building $tool $version into .bin (minutes the first time, seconds from a warm build cache)"
	mkdir -p "$bin"
	go build -trimpath -ldflags "$flags" -o "$bin/$tool" "$package"
done
