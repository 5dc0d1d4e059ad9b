#!/bin/sh
# Shows the provider at work, on a local Clerk and with a real CLI: applies
# examples/quickstart, changes two things behind Terraform's back, has a plan find
# them, puts them right, and destroys everything. Fails unless each step does
# exactly what it says. `make demo` runs it, under clerk-sim exec.
#
# usage: clerk-sim exec -- demo.sh CLI   with .bin/clerk-sim and .bin/dev.tfrc built
set -eu
began=$(date +%s)
cd "$(dirname "$0")/../.."
cli=$1 sim=$PWD/.bin/clerk-sim config=$PWD/.bin/dev.tfrc root=$PWD
# What this machine has set for other configurations must not reach this one.
for name in $(env | sed -n 's/^\(TF_[A-Za-z0-9_]*\)=.*/\1/p'); do unset "$name"; done
export TF_CLI_CONFIG_FILE="$config" TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
cp examples/quickstart/* "$folder"
cd "$folder"

fail() { printf '\nThe demo failed: %s\n' "$*" >&2; exit 1; }

# run EXPECTED-STATUS OTHER-LINES COMMAND… prints a command and its output as it
# comes: of the lines that there are for each object the first two of a kind, and of
# the others those that match OTHER-LINES.
run() {
	want=$1 others=$2
	shift 2
	echo "\$ $(basename "$cli") $*"
	command=$1
	shift
	{ "$cli" "$command" -no-color -input=false "$@" 2>&1 && echo 0 >status || echo $? >status; } | tee output | awk -v others="$others" -f "$root/internal/demo/shorten.awk"
	[ "$(cat status)" = "$want" ] || { cat output >&2; fail "$command: exit status $(cat status), not $want"; }
}
results='^(Plan:|Apply complete!|Destroy complete!|Error:|Warning:)'

# field NAME prints a field of the JSON object on standard input.
field() { sed -n 's/.*"'"$1"'":"\{0,1\}\([^",}]*\).*/\1/p'; }
get() { "$sim" request GET "$1"; }
patch() { echo "\$ curl -X PATCH \$CLERK_API_URL$1 -d '$2'"; "$sim" request PATCH "$1" "$2" >/dev/null; }
id_of() { "$cli" state show -no-color "$1" | sed -n 's/^ *id *= "\(.*\)"$/\1/p'; }
holds() { # holds USERS TEMPLATES
	users=$(get /v1/users/count | field total_count) templates=$(get '/v1/jwt_templates?paginated=true' | field total_count)
	[ "$users $templates" = "$1 $2" ] || fail "Clerk holds $users users and $templates JWT templates, not $1 and $2"
}
count() { get '/v1/users?limit=500' | tr ',' '\n' | grep -c "\"$1\":true" || true; }

version=$("$cli" version | sed 1q)
echo "A local Clerk listens on $CLERK_API_URL, with the rate limit of a development instance."
echo "$version ($cli) runs in $folder, a copy of examples/quickstart."

printf '\n1. Create 25 users from a CSV file, and 2 JWT templates.\n'
run 0 "$results" apply -auto-approve
holds 25 2
[ "$(count banned) $(count locked)" = '1 1' ] || fail "$(count banned) users are banned and $(count locked) locked, not one each"
echo 'Clerk now holds 25 users, 1 of them banned and 1 locked, and 2 JWT templates.'

printf "\n2. Change two things behind Terraform's back, as a person in the dashboard might.\n"
ada='clerk_user.people["ada.brightwater@example.com"]'
user=/v1/users/$(id_of "$ada") template=/v1/jwt_templates/$(id_of clerk_jwt_template.api)
patch "$user" '{"first_name":"Adelaide"}'
patch "$template" '{"claims":{"aud":"https://api.example.com","department":"{{user.public_metadata.department}}","email":"{{user.primary_email_address}}"},"lifetime":86400,"name":"api"}'

printf '\n3. The next plan finds these two, and nothing else.\n'
run 2 . plan -detailed-exitcode -out=drift.tfplan
# What only follows from a change is known after the apply, as the URL of a picture with
# initials is; and OpenTofu also prints what is write-only, though nothing is given for it.
found=$("$cli" show -no-color drift.tfplan | awk '
	/^  # .* be / { address = $2; action = /updated in-place$/ ? "update" : "other" }
	/^ +[~+-] [a-z0-9_]+ +=/ && !/(\(known after apply\)|= \(write-only attribute\))$/ { print address, action, $2 }')
[ "$found" = "clerk_jwt_template.api update lifetime
$ada update first_name" ] || fail "the plan holds
$found"
echo "$found" | sed 's/^/In the saved plan: /'

printf '\n4. Apply it.\n'
run 0 "$results" apply drift.tfplan
[ "$(get "$user" | field first_name) $(get "$template" | field lifetime)" = 'Ada 600' ] || fail 'the apply did not put it right'
echo 'Clerk has first_name "Ada" and lifetime 600 again.'

printf '\n5. The plan after that is empty.\n'
run 0 . plan -detailed-exitcode

printf '\n6. Destroy.\n'
run 0 "$results" destroy -auto-approve
holds 0 0

stats=$(get /_sim/stats)
cat <<END

Summary
  ran               $version
  created           25 users (1 banned, 1 locked), 2 JWT templates
  changed outside   first_name of ada.brightwater@example.com: Ada → Adelaide
                    lifetime of JWT template "api": 600 → 86400
  found by the plan these two changes, and no other
  put right         2 updates in place; the plan after them was empty
  destroyed         27 objects; Clerk holds no user and no template
  requests          $(echo "$stats" | field requests), of which $(echo "$stats" | field throttled) were throttled (Clerk allows 100 in 10 seconds)
  took              $(($(date +%s) - began)) seconds
END
