package roleset_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const address = "clerk_role_set.this"

// set is a role set with these roles, of which the first is the default role and the last that of creators.
func set(roles []string, more string) string {
	return fmt.Sprintf("resource \"clerk_role_set\" \"this\" {\n  key = \"role_set:partners\"\n  name = \"Partners\"\n  roles = [\"%s\"]\n  default_role = %q\n  creator_role = %q\n  %s\n}",
		strings.Join(roles, `", "`), roles[0], roles[len(roles)-1], more)
}

func keys(names ...string) (all []string) {
	for _, n := range names {
		all = append(all, "org:"+n)
	}
	return all
}

// stage is an instance with roles, which all can be those of creators, but for guest.
type stage struct {
	*acctest.Instance
	t     *testing.T
	users int
}

func begin(t *testing.T, roles []string, options ...func(*clerksim.Options)) *stage {
	t.Helper()
	s := &stage{Instance: acctest.InProcess(t, options...), t: t}
	ids, err := s.Clerk.OrganizationPermissions.IDs(t.Context(), []string{"org:sys_memberships:read", "org:sys_memberships:manage", "org:sys_profile:delete"})
	s.must(err)
	for _, key := range roles {
		p := clerk.OrganizationRoleParams{Key: rest.Value(key), Name: rest.Value(key), Permissions: rest.Value(ids)}
		if key == "org:guest" {
			p.Permissions = rest.Value([]string{})
		}
		_, err := s.Clerk.OrganizationRoles.Create(t.Context(), p)
		s.must(err)
	}
	return s
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// organization makes one that uses a role set, whose members have these roles.
func (s *stage) organization(roleSet string, roles ...string) func() {
	return func() {
		o := s.Post("/v1/organizations", map[string]any{"name": "Acme", "role_set_key": roleSet})
		for _, role := range roles {
			s.users++
			u, err := s.Clerk.Users.Create(s.t.Context(), clerk.CreateUserParams{EmailAddresses: []string{fmt.Sprintf("member%d@example.com", s.users)}})
			s.must(err)
			s.Post(fmt.Sprintf("/v1/organizations/%s/memberships", o["id"]), map[string]any{"user_id": u.ID, "role": role})
		}
	}
}

// members are the roles that members have, in the order in which they became members.
func (s *stage) members() (roles []string) {
	for _, m := range s.Held("organization_memberships") {
		roles = append(roles, m["role"].(string))
	}
	return roles
}

// has fails the test unless members have these roles, and the role set those.
func (s *stage) has(members, roles []string) func(acctest.States) {
	return func(acctest.States) {
		s.t.Helper()
		if got := s.members(); !slices.Equal(got, members) {
			s.t.Errorf("the members are %v, expected %v", got, members)
		}
		is, err := s.Clerk.RoleSets.Find(s.t.Context(), "role_set:partners")
		s.must(err)
		if got := is.RoleKeys(); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(roles))) {
			s.t.Errorf("the role set has %v, expected %v", got, roles)
		}
	}
}

const (
	creates  = "POST /role_sets"
	patches  = "PATCH /role_sets/{role_set_key_or_id}"
	adds     = "POST /role_sets/{role_set_key_or_id}/roles"
	replaces = "POST /role_sets/{role_set_key_or_id}/roles/replace"
	ends     = "POST /role_sets/{role_set_key_or_id}/replace"
)

func TestGivesMembersTheDefaultRoleWhenTheirsLeaves(t *testing.T) {
	t.Parallel()
	for _, migration := range []string{"at_once", "next_request"} {
		s := begin(t, keys("editor", "author", "guest"), func(o *clerksim.Options) { o.Assume = map[string]string{"role_set_migration": migration} })
		s.Drive(
			acctest.Step{Config: set(keys("guest", "editor", "author", "admin"), "")},
			acctest.Step{
				Outside: s.organization("role_set:partners", "org:editor", "org:author", "org:guest"),
				Config:  set(keys("member", "author", "admin"), `reassign = { "org:editor" = "org:author" }`),
				Plan:    []string{address + ": update default_role reassign roles"},
				Writes:  map[string]int{adds: 1, patches: 1, replaces: 2},
				Check:   s.has(keys("author", "author", "member"), keys("member", "author", "admin")),
			},
			acctest.Step{ // what takes part in no change is a line of the plan, and no request
				Config: set(keys("member", "author", "admin"), `reassign = { "org:author" = "org:admin" }`),
				Plan:   []string{address + ": update reassign"}, Writes: map[string]int{},
			},
			acctest.Step{
				Config: set(keys("member", "admin"), `reassign = { "org:author" = "org:admin" }`), Writes: map[string]int{replaces: 1},
				Check: s.has(keys("admin", "admin", "member"), keys("member", "admin")),
			},
		)
		if got := s.members(); !slices.Equal(got, keys("admin", "admin", "member")) {
			t.Errorf("after the destroy the members are %v", got)
		}
	}
}

func TestExchangesRolesOfAFullSet(t *testing.T) {
	t.Parallel()
	full := keys("r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "admin")
	others := append(keys("member", "r2", "r3", "r4", "r5", "r6", "r7", "r8"), keys("r10", "admin")...)
	s := begin(t, append(full[:9:9], "org:r10"))
	s.Drive(
		acctest.Step{Config: set(full, "")},
		acctest.Step{ // r1 is to be replaced by a role for which there is room only afterwards; r9 makes it
			Outside: s.organization("role_set:partners", "org:r1", "org:r9"),
			Config:  set(others, `reassign = { "org:r9" = "org:r2" }`),
			Check:   s.has(keys("member", "r2"), others),
		},
		acctest.Step{Config: set(full, ""), Fails: []string{"Could not update role set", "at most 10 roles", "Take it in two applies"}},
		acctest.Step{
			Config: set(append(keys("r2"), full[2:]...), ""),
			Check:  s.has(keys("r2", "r2"), append(keys("r2"), full[2:]...)),
		},
	)
}

func TestAMemberOfARoleSetThatIsDestroyed(t *testing.T) {
	t.Parallel()
	for title, to := range map[string]struct {
		arguments string
		members   []string // who had guest, editor, author, and admin
		roleSet   string
	}{
		"gets the default role of the initial one":         {"", keys("member", "member", "member", "admin"), "role_set:default"},
		"gets what reassign says":                          {`reassign = { "org:editor" = "org:admin", "org:guest" = "org:guest2" }`, keys("member", "admin", "member", "admin"), "role_set:default"},
		"gets what reassign says of what reassign says":    {`reassign = { "org:editor" = "org:author", "org:author" = "org:admin" }`, keys("member", "admin", "admin", "admin"), "role_set:default"},
		"keeps the roles that the replacement has as well": {`replacement = "role_set:others"`, keys("author", "editor", "author", "author"), "role_set:others"},
		"gets a role although reassign goes in a circle":   {`reassign = { "org:editor" = "org:author", "org:author" = "org:editor" }`, keys("member", "member", "member", "admin"), "role_set:default"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s := begin(t, keys("editor", "author", "guest"))
			_, err := s.Clerk.RoleSets.Create(t.Context(), clerk.CreateRoleSetParams{
				Key: "role_set:others", Name: "Others", Roles: keys("editor", "author"), DefaultRoleKey: "org:author", CreatorRoleKey: "org:author",
			})
			s.must(err)
			s.Drive(
				acctest.Step{Config: set(keys("guest", "editor", "author", "admin"), to.arguments)},
				acctest.Step{Outside: s.organization("role_set:partners", keys("guest", "editor", "author", "admin")...), Config: set(keys("guest", "editor", "author", "admin"), to.arguments), Plan: acctest.Nothing},
			)
			if got := s.members(); !slices.Equal(got, to.members) {
				t.Errorf("the members are %v, expected %v", got, to.members)
			}
			for _, o := range s.Held("organizations") {
				if o["role_set_key"] != to.roleSet {
					t.Errorf("the organization has the role set %v", o["role_set_key"])
				}
			}
		})
	}
}

func TestImportsTheInitialRoleSetByItsKeyAndDoesNotDestroyIt(t *testing.T) {
	t.Parallel()
	s := begin(t, keys("editor"))
	config := strings.NewReplacer("role_set:partners", "role_set:default", `"Partners"`, `"Roles of everybody"`).Replace(set(keys("member", "editor", "admin"), ""))
	s.Drive(
		acctest.Step{
			Import: map[string]string{address: "role_set:default"}, Config: config, Plan: []string{address + ": update name roles"},
			State: map[string]string{address + ".type": "initial"},
		},
		acctest.Step{Config: "", Fails: []string{`Cannot destroy role set "role_set:default"`, "It is the initial role set", "removed block"}},
		acctest.Step{Taint: []string{address}, Config: config, Fails: []string{`Cannot destroy role set "role_set:default"`}, Writes: map[string]int{}},
		acctest.Step{ // another one is, by now
			Outside: func() {
				s.Post("/v1/role_sets", map[string]any{
					"key": "role_set:new", "name": "New", "type": "initial", "roles": keys("admin"), "default_role_key": "org:admin", "creator_role_key": "org:admin",
				})
			},
			Config: config, Plan: []string{address + ": replace, tainted"}, State: map[string]string{address + ".type": "custom"},
		},
	)
	if left := s.sets(); !maps.Equal(left, map[string]string{"role_set:new": "initial"}) {
		t.Errorf("Clerk has %v", left)
	}
}

// sets are the types of the role sets that there are, by key.
func (s *stage) sets() map[string]string {
	out := map[string]string{}
	for set, err := range s.Clerk.RoleSets.List(s.t.Context()) {
		s.must(err)
		out[set.Key] = set.Type
	}
	return out
}
