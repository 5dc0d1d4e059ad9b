package organizationrole_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const (
	address = "clerk_organization_role.this"
	editor  = "key = \"org:editor\"\n  name = \"Editor\"\n  "
)

func block(lines string) string {
	return "\nresource \"clerk_organization_role\" \"this\" {\n  " + lines + "\n}"
}

// holds fails the test unless Clerk has the role, with just these permissions.
func holds(t *testing.T, i *acctest.Instance, key string, permissions ...string) {
	t.Helper()
	all, err := rest.Collect(i.Clerk.OrganizationRoles.List(t.Context()))
	at := slices.IndexFunc(all, func(r clerk.OrganizationRole) bool { return r.Key == key })
	if err != nil || at < 0 {
		t.Fatalf("Clerk has no %s: %v", key, err)
	}
	r, has := all[at], []string{}
	for _, p := range r.Permissions {
		has = append(has, p.Key)
	}
	if slices.Sort(has); !slices.Equal(has, permissions) {
		t.Errorf("Clerk gives %s the permissions %q, expected %q", key, has, permissions)
	}
}

// give adds a permission to a role behind Terraform's back.
func give(i *acctest.Instance, key, permission string) func() {
	return i.Outside(func(ctx context.Context, c *clerk.Client) error {
		r, err := c.OrganizationRoles.Find(ctx, key)
		if err != nil {
			return err
		}
		ids, err := c.OrganizationPermissions.IDs(ctx, []string{permission})
		i.Post("/v1/organization_roles/"+r.ID+"/permissions/"+ids[0], nil)
		return err
	})
}

func TestManagesARoleThatEveryInstanceHas(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{
			Import: map[string]string{address: "org:member"}, Plan: acctest.Nothing, Writes: map[string]int{},
			Config: block("key = \"org:member\"\n  name = \"Member\"\n  permissions = [\"org:sys_memberships:read\", \"org:sys_billing:read\"]\n  include_in_initial_role_set = true"),
		},
		acctest.Step{
			Config: block("key = \"org:member\"\n  name = \"Colleague\"\n  permissions = [\"org:sys_memberships:read\"]"), Plan: []string{address + ": update name permissions"},
			Check: func(acctest.States) { holds(t, i, "org:member", "org:sys_memberships:read") },
		},
		// Nobody needs it any more, so that it can be destroyed.
		acctest.Step{
			Outside: func() {
				i.Post("/v1/role_sets/role_set:default/roles/replace", map[string]any{"role_key": "org:member", "to_role_key": "org:admin"})
			},
			Config: block("key = \"org:member\"\n  name = \"Colleague\""), Plan: acctest.Nothing,
		},
	)
}

func TestOwnsThePermissionsThatItMentions(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	reads := block(editor + `permissions = ["org:sys_memberships:read"]`)
	i.Drive(
		acctest.Step{Config: reads, Writes: map[string]int{"POST /organization_roles": 1}},
		acctest.Step{
			Outside: give(i, "org:editor", "org:sys_domains:read"), Config: reads, Plan: []string{address + ": update permissions"},
			Check: func(acctest.States) { holds(t, i, "org:editor", "org:sys_memberships:read") },
		},
		acctest.Step{
			Outside: give(i, "org:editor", "org:sys_domains:read"), Config: block(editor), Plan: acctest.Nothing,
			Check: func(acctest.States) { holds(t, i, "org:editor", "org:sys_domains:read", "org:sys_memberships:read") },
		},
		acctest.Step{Config: block(editor + "permissions = []"), Check: func(acctest.States) { holds(t, i, "org:editor") }},
	)
}

// The two begin at the same time: nothing says that one needs the other.
func TestGivesPermissionsThatTheSameApplyMakes(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(acctest.Step{
		Config: block(editor+`permissions = ["org:reports:read", "org:sys_domains:read"]`) + `
resource "clerk_organization_permission" "read" {
  key  = "org:reports:read"
  name = "Read reports"
}`,
		Check: func(acctest.States) { holds(t, i, "org:editor", "org:reports:read", "org:sys_domains:read") },
	})
}

// Whether Clerk gives a new role permissions by itself is not documented.
func TestLeavesThePermissionsThatItDoesNotMention(t *testing.T) {
	t.Parallel()
	for assumed, permissions := range map[string][]string{"none": {}, "members": {"org:sys_billing:read", "org:sys_memberships:read"}} {
		i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"new_role_permissions": assumed} })
		i.Drive(
			acctest.Step{Config: block(editor), Check: func(acctest.States) { holds(t, i, "org:editor", permissions...) }},
			acctest.Step{Config: block(editor + `description = "Writes"`), Check: func(acctest.States) { holds(t, i, "org:editor", permissions...) }},
			acctest.Step{Config: block(editor + "permissions = []"), Check: func(acctest.States) { holds(t, i, "org:editor") }},
		)
	}
}

func TestCreatesARoleWithoutPermissionsWhateverClerkGivesByItself(t *testing.T) {
	t.Parallel()
	for _, assumed := range []string{"none", "members"} {
		i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"new_role_permissions": assumed} })
		i.Drive(acctest.Step{Config: block(editor + "permissions = []"), Check: func(acctest.States) { holds(t, i, "org:editor") }})
	}
}

func TestIncludesANewRoleInTheInitialRoleSet(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	included := func(want bool) func(acctest.States) {
		return func(acctest.States) {
			all, err := rest.Collect(i.Clerk.RoleSets.Search(t.Context(), clerk.Search{}))
			if err != nil || len(all) != 1 {
				t.Fatal(all, err)
			}
			if has := slices.ContainsFunc(all[0].Roles, func(r clerk.RoleSetItem) bool { return r.Key == "org:editor" || r.Key == "org:author" }); has != want {
				t.Errorf("the initial role set has the role: %t", has)
			}
		}
	}
	i.Drive(
		acctest.Step{Config: block(editor + "include_in_initial_role_set = false"), Check: included(false)},
		acctest.Step{Config: block(editor + "include_in_initial_role_set = true"), Plan: acctest.Nothing, Check: included(false)},
		acctest.Step{Taint: []string{address}, Config: block(editor + "include_in_initial_role_set = true"), Check: included(true)},
		acctest.Step{Config: block("key = \"org:author\"\n  name = \"Editor\""), Plan: []string{address + ": update key"}, Check: included(true)},
	)
}

// members are users who have the role, in an organization that Terraform knows nothing of.
func members(i *acctest.Instance, role string) {
	organization, _ := i.Post("/v1/organizations", map[string]any{"name": "Acme"})["id"].(string)
	for _, u := range i.Users() {
		i.Post("/v1/organizations/"+organization+"/memberships", map[string]any{"user_id": u.ID, "role": role})
	}
}

func TestMembersKeepARoleWhoseKeyChanges(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	ada, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	i.Drive(
		acctest.Step{Config: block(editor + "include_in_initial_role_set = true"), Check: func(acctest.States) { members(i, "org:editor") }},
		acctest.Step{Config: block("key = \"org:author\"\n  name = \"Editor\""), Check: func(acctest.States) {
			if has := i.Held("organization_memberships")[0]["role"]; has != "org:author" {
				t.Errorf("the member has the role %s", has)
			}
		}},
		acctest.Step{Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error { return c.Users.Delete(ctx, ada.ID) }), Config: block("key = \"org:author\"\n  name = \"Editor\"")},
	)
}

// By references, Terraform destroys a role before it changes who had it, unless it is told to
// create before it destroys; by their keys alone it takes all of that in any order.
func TestAccMovesMembersToTheRoleThatTakesTheirsPlace(t *testing.T) {
	t.Parallel()
	for form, references := range map[string]bool{"by key": false, "by reference": true} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			i := acctest.NewLocal(t)
			with := func(name string) string {
				role := fmt.Sprintf("%q", "org:"+name)
				if references {
					role = "clerk_organization_role." + name + ".key"
				}
				return fmt.Sprintf(`
resource "clerk_organization_role" %[1]q {
  key                         = "org:%[1]s"
  name                        = "Those who write"
  include_in_initial_role_set = true
  lifecycle {
    create_before_destroy = %[3]t
  }
}
resource "clerk_organization" "acme" {
  name = "Acme"
  slug = "acme"
}
resource "clerk_user" "members" {
  count           = 3
  email_addresses = ["member${count.index}@example.com"]
}
resource "clerk_organization_membership" "members" {
  count           = 3
  organization_id = clerk_organization.acme.id
  user_id         = clerk_user.members[count.index].id
  role            = %[2]s
}`, name, role, references)
			}
			has := func(role string) resource.TestCheckFunc {
				return func(*terraform.State) error {
					for _, m := range i.Memberships() {
						if m.Role != role {
							t.Errorf("a member has the role %s", m.Role)
						}
					}
					if n := len(i.Held("organization_roles")); n != 3 {
						t.Errorf("Clerk holds %d roles", n)
					}
					return nil
				}
			}
			i.Run(resource.TestStep{Config: with("editor"), Check: has("org:editor")}, resource.TestStep{Config: with("author"), Check: has("org:author")})
		})
	}
}

// The users, with whom their memberships go, are deleted after the role was to be: nothing
// tells Terraform of the two.
func TestAccDestroysARoleAndItsMembersInAnyOrder(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t)
	config := block(editor+"include_in_initial_role_set = true") + `
resource "clerk_user" "members" {
  count           = 5
  email_addresses = ["member${count.index}@example.com"]
}`
	i.Run(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				members(i, "org:editor")
				i.Sim.PlaceFault(clerksim.Fault{Operation: "DELETE /users/{user_id}", Kind: "429", RetryAfter: 1})
			},
			Config: config, Destroy: true,
		},
	)
	for _, kind := range []string{"users", "organization_memberships"} {
		if left := i.Held(kind); len(left) > 0 {
			t.Errorf("Clerk holds the %s %v", kind, left)
		}
	}
	if left := i.Held("organization_roles"); len(left) != 2 {
		t.Errorf("Clerk holds the roles %v", left)
	}
}
