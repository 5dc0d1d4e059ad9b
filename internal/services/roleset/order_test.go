package roleset_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// object is an object before and after a run: arguments in HCL, "" where there is none.
func object(typ, before, after string) acctest.Object {
	return acctest.Object{Type: typ, Before: before, After: after}
}

func role(key, permissions string) string {
	return fmt.Sprintf("key = %q\nname = \"A role\"\npermissions = [%s]", key, permissions)
}

// roleSet is a role set of two roles, the default one and that of creators.
func roleSet(key, defaultRole, creatorRole, more string) string {
	return fmt.Sprintf("key = %q\nname = \"A role set\"\nroles = [%[2]q, %[3]q]\ndefault_role = %[2]q\ncreator_role = %[3]q\n%[4]s", key, defaultRole, creatorRole, more)
}

const ofCreators = `"org:sys_memberships:read", "org:sys_memberships:manage", "org:sys_profile:delete"`

// runs are what happens in one run, where nothing refers to anything, so that Terraform takes the objects in any order. Members are the
// roles that the members of an organization have before it, and after.
var runs = map[string]struct {
	objects        []acctest.Object
	members, after []string
	roleSet        string // of the organization, after it
}{
	"everything is created": {objects: []acctest.Object{
		object("clerk_role_set", "", roleSet("role_set:a", "org:guest", "org:owner", "")),
		object("clerk_organization_role", "", role("org:guest", "")),
		object("clerk_organization_role", "", role("org:owner", ofCreators)),
	}},
	"everything is destroyed": {
		[]acctest.Object{
			object("clerk_organization_role", role("org:guest", ""), ""),
			object("clerk_organization_role", role("org:owner", ofCreators), ""),
			object("clerk_role_set", roleSet("role_set:a", "org:guest", "org:owner", `reassign = { "org:owner" = "org:admin" }`), ""),
		},
		keys("guest", "owner"), keys("member", "admin"), "role_set:default",
	},
	"a role takes another's place": {
		[]acctest.Object{
			object("clerk_organization_role", role("org:owner", ofCreators), role("org:owner", ofCreators)),
			object("clerk_organization_role", role("org:guest", ""), ""),
			object("clerk_organization_role", "", role("org:visitor", "")),
			object("clerk_role_set", roleSet("role_set:a", "org:guest", "org:owner", ""), roleSet("role_set:a", "org:visitor", "org:owner", "")),
		},
		keys("guest", "owner"), keys("visitor", "owner"), "role_set:a",
	},
	"the key of a role changes": {
		[]acctest.Object{
			object("clerk_organization_role", role("org:owner", ofCreators), role("org:boss", ofCreators)),
			object("clerk_organization_role", role("org:guest", ""), role("org:visitor", "")),
			object("clerk_role_set", roleSet("role_set:a", "org:guest", "org:owner", ""), roleSet("role_set:a", "org:visitor", "org:boss", "")),
		},
		keys("guest", "owner"), keys("visitor", "boss"), "role_set:a",
	},
	"a role gets what the role of creators needs": {objects: []acctest.Object{
		object("clerk_organization_role", role("org:guest", ""), role("org:guest", ofCreators)),
		object("clerk_role_set", roleSet("role_set:a", "org:guest", "org:admin", ""), roleSet("role_set:a", "org:member", "org:guest", "")),
	}},
	"the replacement is destroyed as well": {
		[]acctest.Object{
			object("clerk_role_set", roleSet("role_set:a", "org:member", "org:admin", `replacement = "role_set:b"`), ""),
			object("clerk_role_set", roleSet("role_set:b", "org:member", "org:admin", `replacement = "role_set:a"`), ""),
		},
		keys("member"), keys("member"), "role_set:default",
	},
	"the key of a role set passes on": {
		[]acctest.Object{
			object("clerk_role_set", roleSet("role_set:a", "org:member", "org:admin", ""), ""),
			object("clerk_role_set", "", roleSet("role_set:a", "org:admin", "org:admin", "")),
			object("clerk_role_set", roleSet("role_set:b", "org:member", "org:admin", ""), roleSet("role_set:c", "org:member", "org:admin", "")),
		},
		keys("member"), keys("member"), "role_set:default",
	},
}

func TestOneRunIsEnoughInWhateverOrder(t *testing.T) {
	t.Parallel()
	for name, r := range runs {
		for _, assumed := range [][2]string{{"role_in_set_deletable", "true"}, {"role_in_set_deletable", "false"}, {"role_set_migration", "next_request"}, {"role_added_again", "refused"}} {
			t.Run(name+" "+strings.Join(assumed[:], "="), func(t *testing.T) {
				t.Parallel()
				for _, order := range permutations(len(r.objects)) {
					synctest.Test(t, func(t *testing.T) {
						s := begin(t, nil, func(o *clerksim.Options) {
							o.Latency = 20 * time.Millisecond
							o.Assume = map[string]string{assumed[0]: assumed[1]}
						})
						u := acctest.NewWorld(t, s.Sim).Unordered(r.objects...)
						u.Begin("clerk_organization_role")
						if r.members != nil {
							s.organization("role_set:a", r.members...)()
						}
						u.Must(u.Run(acctest.After, order...))
						if got := s.members(); !slices.Equal(got, r.after) {
							t.Errorf("in the order %v, the members are %v, expected %v", order, got, r.after)
						}
						for _, o := range s.Held("organizations") {
							if o["role_set_key"] != r.roleSet {
								t.Errorf("in the order %v, the organization has the role set %v", order, o["role_set_key"])
							}
						}
					})
				}
			})
		}
	}
}

// permutations are all orders of the numbers below n.
func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for _, p := range permutations(n - 1) {
		for at := range n {
			all = append(all, slices.Insert(slices.Clone(p), at, n-1))
		}
	}
	return all
}
