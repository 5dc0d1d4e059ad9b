package promises_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/zclconf/go-cty/cty"
	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// refreshed is what a walk refreshes: objects in the order in which Terraform comes to
// them, ten at a time. The objects of one group need those of the groups before it.
type refreshed struct {
	w      *acctest.World
	groups [][]walked
}

type walked struct {
	typ   *driver.Type
	id    string
	state *driver.State
}

// each does something to each object, in a walk of its own, and returns how many requests
// that took.
func (r *refreshed) each(t *testing.T, do func(*driver.Walk, *walked) error) int {
	t.Helper()
	walk, err := r.w.Core.Walk()
	r.w.Must(err)
	before := r.w.Sim.Stats().Requests
	for _, group := range r.groups {
		var workers errgroup.Group
		workers.SetLimit(10)
		for n := range group {
			workers.Go(func() error { return do(walk, &group[n]) })
		}
		if err := workers.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	return r.w.Sim.Stats().Requests - before
}

// imports brings the objects into the state.
func (r *refreshed) imports(t *testing.T) {
	t.Helper()
	r.each(t, func(w *driver.Walk, o *walked) (err error) {
		o.state, err = w.Import(o.typ, o.id, cty.NilVal)
		return err
	})
}

// refreshes reads the objects, none of which has changed, and returns how many requests that
// took.
func (r *refreshed) refreshes(t *testing.T) int {
	t.Helper()
	return r.each(t, func(w *driver.Walk, o *walked) error {
		fresh, err := w.Refresh(o.typ, o.state)
		if err == nil && !fresh.Value.RawEquals(o.state.Value) {
			err = fmt.Errorf("%s has changed", o.id)
		}
		return err
	})
}

// organizationsWithMembers are so many organizations with so many members each, who are
// all users of the instance.
func organizationsWithMembers(t *testing.T, organizations, members int) *refreshed {
	t.Helper()
	w := acctest.NewWorld(t, acctest.NewSim(t, func(o *clerksim.Options) { o.Users, o.Contract = organizations*members, "" }))
	r := &refreshed{w: w, groups: make([][]walked, 2)}
	users, err := rest.Collect(w.Clerk.Users.List(t.Context(), clerk.UserFilter{}))
	w.Must(err)
	for n := range organizations {
		o, err := w.Clerk.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: fmt.Sprint("Organization ", n)})
		w.Must(err)
		r.groups[0] = append(r.groups[0], walked{typ: w.Core.Type("clerk_organization"), id: o.ID})
		for _, user := range users[n*members : (n+1)*members] {
			_, err := w.Clerk.OrganizationMemberships.Create(t.Context(), clerk.CreateMembershipParams{OrganizationID: o.ID, UserID: user.ID, Role: "org:member"})
			w.Must(err)
			r.groups[0] = append(r.groups[0], walked{typ: w.Core.Type("clerk_user"), id: user.ID})
			r.groups[1] = append(r.groups[1], walked{typ: w.Core.Type("clerk_organization_membership"), id: o.ID + "/" + user.ID})
		}
	}
	return r
}

// A plan reads each object once, and then plans without a request. Those of one organization
// after those of another take the most: others share more requests.
func TestAPlanOfOrganizationsWithTheirMembersCostsRequestsByThePage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := organizationsWithMembers(t, 20, 30)
		r.imports(t)
		if took := r.refreshes(t); took > 14 {
			t.Errorf("a plan of 20 organizations, 600 users and 600 memberships took %d requests", took)
		}
	})
}

// Two batches, a count and the pages are what users and what memberships take. The last member is on a page of its own.
func TestAPlanOfMoreMembersThanAPageHasCostsAnotherPage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := organizationsWithMembers(t, 1, rest.PageSize+1)
		r.imports(t)
		before := len(r.w.Sim.Requests())
		if took := r.refreshes(t); took > 11 {
			t.Errorf("a plan of an organization, 501 users and 501 memberships took %d requests", took)
		}
		pages := 0
		for _, request := range r.w.Sim.Requests()[before:] {
			if request.Operation == "GET /organization_memberships" && strings.Contains(request.Query, fmt.Sprint("limit=", rest.PageSize)) {
				pages++
			}
		}
		if pages != 2 {
			t.Errorf("the memberships took %d pages", pages)
		}
	})
}

// organizationsWithDomains are so many organizations with so many domains each.
func organizationsWithDomains(t *testing.T, organizations, domains int) *refreshed {
	t.Helper()
	w := acctest.NewWorld(t, acctest.NewSim(t, func(o *clerksim.Options) { o.Contract = "" }))
	r := &refreshed{w: w, groups: make([][]walked, 2)}
	for n := range organizations {
		o, err := w.Clerk.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: fmt.Sprint("Organization ", n)})
		w.Must(err)
		r.groups[0] = append(r.groups[0], walked{typ: w.Core.Type("clerk_organization"), id: o.ID})
		for k := range domains {
			d, err := w.Clerk.OrganizationDomains.Create(t.Context(), clerk.CreateOrganizationDomainParams{
				OrganizationID: o.ID, Name: fmt.Sprintf("d%d.o%d.example.com", k, n), EnrollmentMode: clerk.ManualInvitation,
			})
			w.Must(err)
			r.groups[1] = append(r.groups[1], walked{typ: w.Core.Type("clerk_organization_domain"), id: o.ID + "/" + d.ID})
		}
	}
	return r
}

// Two batches, by name, a count and a page, beside what the organizations take.
func TestAPlanOfDomainsCostsRequestsByThePage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := organizationsWithDomains(t, 20, 10)
		r.imports(t)
		if took := r.refreshes(t); took > 6 {
			t.Errorf("a plan of 20 organizations and 200 domains took %d requests", took)
		}
	})
}

// partsOfOrganizations are permissions, roles that have some of them, and role sets that have those.
func partsOfOrganizations(t *testing.T, permissions, roles, sets int) *refreshed {
	t.Helper()
	w := acctest.NewWorld(t, acctest.NewSim(t, func(o *clerksim.Options) {
		o.Contract, o.Assume = "", map[string]string{"custom_role_quota": fmt.Sprint(roles), "role_set_quota": fmt.Sprint(sets + 1)}
	}))
	r, ids := &refreshed{w: w, groups: make([][]walked, 3)}, []string{}
	add := func(group int, typ, id string) {
		r.groups[group] = append(r.groups[group], walked{typ: w.Core.Type(typ), id: id})
	}
	for n := range permissions {
		p, err := w.Clerk.OrganizationPermissions.Create(t.Context(), clerk.OrganizationPermissionParams{Key: rest.Value(fmt.Sprintf("org:part_%d:use", n)), Name: rest.Value(fmt.Sprint("Part ", n))})
		w.Must(err)
		ids = append(ids, p.ID)
		add(0, "clerk_organization_permission", p.ID)
	}
	for n := range roles {
		o, err := w.Clerk.OrganizationRoles.Create(t.Context(), clerk.OrganizationRoleParams{
			Key: rest.Value(fmt.Sprint("org:role_", n)), Name: rest.Value(fmt.Sprint("Role ", n)), Permissions: rest.Value(ids[n*permissions/roles : (n+1)*permissions/roles]),
		})
		w.Must(err)
		add(1, "clerk_organization_role", o.ID)
	}
	for n := range sets {
		s, err := w.Clerk.RoleSets.Create(t.Context(), clerk.CreateRoleSetParams{
			Key: fmt.Sprint("role_set:set_", n), Name: fmt.Sprint("Set ", n), Roles: []string{"org:admin", fmt.Sprint("org:role_", n%roles)}, DefaultRoleKey: "org:admin", CreatorRoleKey: "org:admin",
		})
		w.Must(err)
		add(2, "clerk_role_set", s.ID)
	}
	return r
}

// There is a page of each at most: so is it, however they share requests.
func TestAPlanOfRolesPermissionsAndRoleSetsCostsARequestAPage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := partsOfOrganizations(t, 300, 60, 20)
		r.imports(t)
		if took := r.refreshes(t); took > 3 {
			t.Errorf("a plan of 300 permissions, 60 roles and 20 role sets took %d requests", took)
		}
	})
}
