package roleset_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// object is an object before and after a run: arguments in HCL, "" where there is none.
type object struct{ typ, before, after string }

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
	objects        []object
	members, after []string
	roleSet        string // of the organization, after it
}{
	"everything is created": {objects: []object{
		{"clerk_role_set", "", roleSet("role_set:a", "org:guest", "org:owner", "")},
		{"clerk_organization_role", "", role("org:guest", "")},
		{"clerk_organization_role", "", role("org:owner", ofCreators)},
	}},
	"everything is destroyed": {
		[]object{
			{"clerk_organization_role", role("org:guest", ""), ""},
			{"clerk_organization_role", role("org:owner", ofCreators), ""},
			{"clerk_role_set", roleSet("role_set:a", "org:guest", "org:owner", `reassign = { "org:owner" = "org:admin" }`), ""},
		},
		keys("guest", "owner"), keys("member", "admin"), "role_set:default",
	},
	"a role takes another's place": {
		[]object{
			{"clerk_organization_role", role("org:owner", ofCreators), role("org:owner", ofCreators)},
			{"clerk_organization_role", role("org:guest", ""), ""},
			{"clerk_organization_role", "", role("org:visitor", "")},
			{"clerk_role_set", roleSet("role_set:a", "org:guest", "org:owner", ""), roleSet("role_set:a", "org:visitor", "org:owner", "")},
		},
		keys("guest", "owner"), keys("visitor", "owner"), "role_set:a",
	},
	"the key of a role changes": {
		[]object{
			{"clerk_organization_role", role("org:owner", ofCreators), role("org:boss", ofCreators)},
			{"clerk_organization_role", role("org:guest", ""), role("org:visitor", "")},
			{"clerk_role_set", roleSet("role_set:a", "org:guest", "org:owner", ""), roleSet("role_set:a", "org:visitor", "org:boss", "")},
		},
		keys("guest", "owner"), keys("visitor", "boss"), "role_set:a",
	},
	"a role gets what the role of creators needs": {objects: []object{
		{"clerk_organization_role", role("org:guest", ""), role("org:guest", ofCreators)},
		{"clerk_role_set", roleSet("role_set:a", "org:guest", "org:admin", ""), roleSet("role_set:a", "org:member", "org:guest", "")},
	}},
	"the replacement is destroyed as well": {
		[]object{
			{"clerk_role_set", roleSet("role_set:a", "org:member", "org:admin", `replacement = "role_set:b"`), ""},
			{"clerk_role_set", roleSet("role_set:b", "org:member", "org:admin", `replacement = "role_set:a"`), ""},
		},
		keys("member"), keys("member"), "role_set:default",
	},
	"the key of a role set passes on": {
		[]object{
			{"clerk_role_set", roleSet("role_set:a", "org:member", "org:admin", ""), ""},
			{"clerk_role_set", "", roleSet("role_set:a", "org:admin", "org:admin", "")},
			{"clerk_role_set", roleSet("role_set:b", "org:member", "org:admin", ""), roleSet("role_set:c", "org:member", "org:admin", "")},
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
						w := &world{acctest.NewWorld(t, s.Sim), t, r.objects, make([]*driver.State, len(r.objects))}
						made := slices.Sorted(slices.Values(order)) // roles come first
						slices.SortStableFunc(made, func(a, b int) int { return strings.Compare(r.objects[a].typ, r.objects[b].typ) })
						w.run(made, func(o object) string { return o.before })
						if r.members != nil {
							s.organization("role_set:a", r.members...)()
						}
						w.run(order, func(o object) string { return o.after })
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

// world is a core that carries out runs.
type world struct {
	*acctest.World
	t       *testing.T
	objects []object
	states  []*driver.State
}

// run plans everything, and applies it: the objects begin in that order, one shortly after the other. The next plan is empty.
func (w *world) run(order []int, is func(object) string) {
	w.t.Helper()
	configs, plans := make([]cty.Value, len(w.objects)), make([]*driver.Plan, len(w.objects))
	plan := func() {
		walk, err := w.Core.Walk()
		w.Must(err)
		for n, o := range w.objects {
			typ := w.Core.Type(o.typ)
			configs[n] = cty.NullVal(typ.Object(nil).Type())
			if is(o) != "" {
				configs[n] = w.Core.Config(typ, is(o), nil)
			}
			plans[n], err = walk.Plan(typ, w.states[n], configs[n])
			w.Must(err)
		}
	}
	plan()
	walk, err := w.Core.Walk()
	w.Must(err)
	errs := driver.Together(len(order), func(k int) (err error) {
		<-time.After(time.Duration(k) * 30 * time.Millisecond)
		n := order[k]
		w.states[n], err = walk.Apply(w.Core.Type(w.objects[n].typ), plans[n], configs[n])
		return err
	})
	if err := errors.Join(errs...); err != nil {
		w.t.Fatalf("in the order %v: %v", order, err)
	}
	plan()
	for n, p := range plans {
		if p.Action != driver.NoOp {
			w.t.Errorf("in the order %v, the plan of %s after it is %v", order, w.objects[n].typ, p)
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
