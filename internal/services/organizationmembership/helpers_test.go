package organizationmembership_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const (
	ada   = "clerk_organization_membership.ada"
	grace = "clerk_organization_membership.grace"

	merges = "PATCH /organizations/{organization_id}/memberships/{user_id}/metadata"
)

// acme is an instance with the organization Acme and two users, who are not its members.
type acme struct {
	*acctest.Instance
	t                *testing.T
	id               string
	adaID, graceID   string
	adasAt, gracesAt string // the ids of their memberships
}

// inAcme runs a test in made-up time: lists are read again until they can be believed.
func inAcme(t *testing.T, test func(t *testing.T, a *acme), options ...func(*clerksim.Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		i := acctest.InProcess(t, options...)
		a := &acme{Instance: i, t: t, id: i.Post("/v1/organizations", map[string]any{"name": "Acme", "slug": "acme"})["id"].(string)}
		for name, id := range map[string]*string{"ada": &a.adaID, "grace": &a.graceID} {
			u, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{
				EmailAddresses: []string{name + "@example.com"}, Account: clerk.Account{Username: rest.Value("the_" + name), ExternalID: rest.Value("42/" + name)},
			})
			if err != nil {
				t.Fatal(err)
			}
			*id = u.ID
		}
		a.adasAt, a.gracesAt = a.id+"/"+a.adaID, a.id+"/"+a.graceID
		test(t, a)
	})
}

// member is a resource of that name: the membership of the user whose id is the name's.
func (a *acme) member(name, role string, more ...string) string {
	user := map[bool]string{true: a.adaID, false: a.graceID}[strings.HasPrefix(name, "ada")]
	return fmt.Sprintf("resource \"clerk_organization_membership\" %q {\n  organization_id = %q\n  user_id = %q\n  role = %q\n  %s\n}\n",
		name, a.id, user, role, strings.Join(more, "\n  "))
}

// holds fails the test unless the organization has just these members: "ada org:admin".
func (a *acme) holds(want ...string) func(acctest.States) {
	return func(acctest.States) {
		a.t.Helper()
		var has []string
		for m, err := range a.Clerk.OrganizationMemberships.List(a.t.Context(), clerk.MembershipFilter{}) {
			if err != nil {
				a.t.Fatal(err)
			}
			name, _, _ := strings.Cut(m.User.Identifier, "@")
			has = append(has, strings.TrimSpace(name+" "+m.Role))
		}
		slices.Sort(has)
		if !slices.Equal(has, want) {
			a.t.Errorf("the members are %q, expected %q", has, want)
		}
	}
}

// has fails the test unless Clerk has that metadata of Ada.
func (a *acme) has(public, private string) func(acctest.States) {
	return func(acctest.States) {
		a.t.Helper()
		m, err := a.Clerk.OrganizationMemberships.Current(a.t.Context(), a.adasAt)
		if err != nil || string(m.PublicMetadata) != public || string(m.PrivateMetadata) != private {
			a.t.Errorf("Clerk holds %+v (%v), expected %s and %s", m, err, public, private)
		}
	}
}

// merge changes metadata of Ada's outside Terraform.
func (a *acme) merge(public, private string) func() {
	return func() {
		if _, err := a.Clerk.OrganizationMemberships.MergeMetadata(a.t.Context(), a.adasAt, clerk.Metadata{Public: []byte(public), Private: []byte(private)}); err != nil {
			a.t.Error(err)
		}
	}
}

// plan is a plan of one membership, and what carries it out: nothing of that is refreshed.
func (a *acme) plan(state *driver.State, config string) (apply func(*driver.Walk) (*driver.State, error)) {
	a.t.Helper()
	core, typ := acctest.NewWorld(a.t, a.Sim).Core, a.typ()
	wanted := cty.NullVal(typ.Object(nil).Type())
	if config != "" {
		_, lines, _ := strings.Cut(config, "{")
		wanted = core.Config(typ, lines[:strings.LastIndex(lines, "}")], nil)
	}
	plan, err := a.walk().Plan(typ, state, wanted)
	if err != nil {
		a.t.Fatal(err)
	}
	return func(w *driver.Walk) (*driver.State, error) { return w.Apply(typ, plan, wanted) }
}

func (a *acme) typ() *driver.Type {
	return acctest.NewWorld(a.t, a.Sim).Core.Type("clerk_organization_membership")
}

func (a *acme) walk() *driver.Walk {
	a.t.Helper()
	w, err := acctest.NewWorld(a.t, a.Sim).Core.Walk()
	if err != nil {
		a.t.Fatal(err)
	}
	return w
}

// made is the state of a membership that is made.
func (a *acme) made(config string) *driver.State {
	a.t.Helper()
	state, err := a.plan(nil, config)(a.walk())
	if err != nil {
		a.t.Fatal(err)
	}
	return state
}
