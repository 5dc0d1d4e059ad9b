package conformance_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// business are organizations, members, roles, permissions and a role set, named by their keys
// alone: Terraform knows of no reference from one to another.
type business struct {
	*acctest.Unordered
	t      *testing.T
	before map[string]map[string]string
	byName map[string]int
}

func newBusiness(t *testing.T, options ...func(*clerksim.Options)) *business {
	t.Helper()
	slow := func(o *clerksim.Options) { o.Latency = 20 * time.Millisecond }
	w := acctest.NewWorld(t, acctest.NewSim(t, append(options, slow)...))
	return &business{w.Unordered(), t, w.Everything(), map[string]int{}}
}

// add adds an object of a type without the provider's name, which only the configuration
// before the run has.
func (b *business) add(name, typ, arguments string, values ...any) {
	b.byName[name] = len(b.Objects)
	b.Objects = append(b.Objects, acctest.Object{Type: "clerk_" + typ, Before: fmt.Sprintf(arguments, values...)})
}

// begin makes what there is by now: who is referred to by a key comes first.
func (b *business) begin() {
	b.t.Helper()
	b.Begin("clerk_organization_permission", "clerk_organization_role", "clerk_role_set", "clerk_organization")
}

func (b *business) member(user, organization, role string) {
	b.t.Helper()
	b.add(user+" in "+organization, "organization_membership", "organization_id = %q\nuser_id = %q\nrole = %q", b.ID(b.byName[organization]), b.ID(b.byName[user]), role)
}

// nothingLeft fails the test unless Clerk holds just what it held at first.
func (b *business) nothingLeft(order []int) {
	b.t.Helper()
	for kind, objects := range b.Everything() {
		if has, had := slices.Sorted(maps.Keys(objects)), slices.Sorted(maps.Keys(b.before[kind])); !slices.Equal(has, had) {
			b.t.Errorf("in the order %v, Clerk holds the %s %q, and before %q", order, kind, has, had)
		}
	}
}

// The plan's operations begin in many orders, of which each is one that Terraform may choose.
func TestMakesAndDestroysOrganizationsMembersAndRolesInWhateverOrder(t *testing.T) {
	t.Parallel()
	const orders = 8
	for _, assumed := range []string{"role_in_set_deletable=true", "role_in_set_deletable=false", "role_set_migration=next_request", "last_admin_removable=false", "initial_role_set_replaced=refused"} {
		t.Run(assumed, func(t *testing.T) {
			t.Parallel()
			name, value, _ := strings.Cut(assumed, "=")
			for n := range orders {
				synctest.Test(t, func(t *testing.T) {
					b := newBusiness(t, func(o *clerksim.Options) { o.Assume = map[string]string{name: value} })
					b.add("read", "organization_permission", `key = "org:reports:read"`+"\n"+`name = "Read"`)
					b.add("write", "organization_permission", `key = "org:reports:write"`+"\n"+`name = "Write"`)
					role := "key = \"org:%[1]s\"\nname = %[1]q\npermissions = [%[2]s]"
					b.add("editor", "organization_role", role, "editor", `"org:reports:read", "org:reports:write"`)
					b.add("reader", "organization_role", role, "reader", `"org:reports:read"`)
					b.add("owner", "organization_role", role, "owner", `"org:sys_memberships:read", "org:sys_memberships:manage", "org:sys_profile:delete"`)
					b.add("partners", "role_set", "key = \"role_set:partners\"\nname = \"Partners\"\nroles = [\"org:reader\", \"org:owner\", \"org:editor\"]\ndefault_role = \"org:reader\"\ncreator_role = \"org:owner\"")
					b.add("acme", "organization", `name = "Acme"`)
					b.add("globex", "organization", "name = \"Globex\"\nrole_set = \"role_set:partners\"")
					for _, user := range []string{"ada", "grace", "alan"} {
						b.add(user, "user", "email_addresses = [\"%s@example.com\"]", user)
					}
					random := rand.New(rand.NewPCG(uint64(n), 14))
					b.Must(b.Run(acctest.Before, random.Perm(len(b.Objects))...))
					b.member("ada", "acme", "org:member")
					b.member("grace", "acme", "org:admin")
					b.member("ada", "globex", "org:owner")
					b.member("grace", "globex", "org:editor")
					b.member("alan", "globex", "org:reader")
					b.add("invitation", "organization_invitation", "organization_id = %q\nemail_address = \"countess@example.com\"\nrole = \"org:editor\"", b.ID(b.byName["globex"]))
					b.add("domain", "organization_domain", "organization_id = %q\nname = \"example.com\"", b.ID(b.byName["acme"]))
					b.begin()
					order := random.Perm(len(b.Objects))
					b.Must(b.Run(acctest.After, order...))
					b.nothingLeft(order)
				})
			}
		})
	}
}

// What takes another role in the run that destroys theirs, and makes the other, keeps neither.
func TestMovesMembersToARoleThatTakesTheirsPlaceInWhateverOrder(t *testing.T) {
	t.Parallel()
	const orders = 10
	for n := range orders {
		synctest.Test(t, func(t *testing.T) {
			b := newBusiness(t)
			role := func(key string) string {
				return fmt.Sprintf("key = %q\nname = \"A role\"\npermissions = [\"org:reports:read\"]\ninclude_in_initial_role_set = true", key)
			}
			b.add("read", "organization_permission", "key = \"org:reports:read\"\nname = \"Read\"")
			b.add("editor", "organization_role", "%s", role("org:editor"))
			b.add("acme", "organization", `name = "Acme"`)
			for _, user := range []string{"ada", "grace", "alan"} {
				b.add(user, "user", "email_addresses = [\"%s@example.com\"]", user)
			}
			b.begin()
			for _, user := range []string{"ada", "grace", "alan"} {
				b.member(user, "acme", "org:editor")
			}
			b.add("invitation", "organization_invitation", "organization_id = %q\nemail_address = \"countess@example.com\"\nrole = \"org:editor\"", b.ID(b.byName["acme"]))
			b.begin()
			for k := range b.Objects {
				if o := &b.Objects[k]; k != b.byName["editor"] {
					o.After = strings.ReplaceAll(o.Before, "org:editor", "org:author")
				}
			}
			b.Objects = append(b.Objects, acctest.Object{Type: "clerk_organization_role", After: role("org:author")})
			order := rand.New(rand.NewPCG(uint64(n), 41)).Perm(len(b.Objects))
			b.Must(b.Run(acctest.After, order...))
			for _, text := range b.Held("organization_memberships") {
				if o := parsed(text); o.text("role") != "org:author" {
					t.Errorf("in the order %v, a member is %s", order, text)
				}
			}
			if got := len(b.Held("organization_roles")); got != 3 {
				t.Errorf("in the order %v, Clerk holds %d roles", order, got)
			}
		})
	}
}

// rolesAndMembers are roles, and members each of whom has one of them: first the roles.
func rolesAndMembers(t *testing.T, n int) *business {
	t.Helper()
	b := newBusiness(t, func(o *clerksim.Options) { o.Assume = map[string]string{"custom_role_quota": "20"} })
	for k := range n {
		b.add(fmt.Sprint(k), "organization_role", "key = \"org:role%[1]d\"\nname = \"Role %[1]d\"", k)
	}
	b.begin()
	const inSet = 6
	organization := ""
	for k := range n {
		if k%inSet == 0 {
			key, roles := fmt.Sprintf("role_set:%d", k), []string{"org:admin"}
			for of := k; of < min(n, k+inSet); of++ {
				roles = append(roles, fmt.Sprintf("org:role%d", of))
			}
			_, err := b.Clerk.RoleSets.Create(t.Context(), clerk.CreateRoleSetParams{Key: key, Name: key, Roles: roles, DefaultRoleKey: "org:admin", CreatorRoleKey: "org:admin"})
			b.Must(err)
			o, err := b.Clerk.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: key, RoleSetKey: rest.Value(key)})
			b.Must(err)
			organization = o.ID
		}
		u, err := b.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{fmt.Sprintf("member%d@example.com", k)}})
		b.Must(err)
		b.add("", "organization_membership", "organization_id = %q\nuser_id = %q\nrole = \"org:role%d\"", organization, u.ID, k)
	}
	b.begin()
	return b
}

// Terraform looks at ten objects at once. Roles that are all in use, and begin first, take all
// of these places, and who has them gets none.
func TestDestroysMoreRolesThanTerraformTakesAtOnceBeforeTheirMembers(t *testing.T) {
	t.Parallel()
	for _, n := range []int{10, 12} {
		synctest.Test(t, func(t *testing.T) {
			b := rolesAndMembers(t, n)
			order := make([]int, len(b.Objects))
			for k := range order {
				order[k] = k
			}
			b.Must(b.Run(acctest.After, order...))
			for kind, want := range map[string]int{"organization_roles": 2, "organization_memberships": 0} {
				if got := len(b.Held(kind)); got != want {
					t.Errorf("with %d roles, Clerk holds %d %s", n, got, kind)
				}
			}
		})
	}
}
