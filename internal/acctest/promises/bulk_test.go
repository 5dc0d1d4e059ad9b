package promises_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/zclconf/go-cty/cty"
	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// planOf160 is what an empty plan of 160 objects of every type costs, in requests. It
// is made in a bubble, where gathering takes as long as it is meant to.
func planOf160(t *testing.T, block string, spelled ...string) (requests int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		i := acctest.InProcess(t)
		for _, field := range spelled {
			if err := i.Sim.Spell(field, "otherwise"); err != nil {
				t.Fatal(err)
			}
		}
		var config strings.Builder
		config.WriteString(block)
		for n := range 90 {
			fmt.Fprintf(&config, "resource \"clerk_user\" \"n%d\" { external_id = \"user-%d\" }\n", n, n)
		}
		for n := range 20 {
			fmt.Fprintf(&config, "resource \"clerk_jwt_template\" \"n%[1]d\" {\n  name   = \"template-%[1]d\"\n  claims = jsonencode({})\n}\n", n)
		}
		for n := range 10 {
			fmt.Fprintf(&config, `
resource "clerk_email_address" "n%[1]d" {
  user_id       = clerk_user.n%[1]d.id
  email_address = "ada%[1]d@example.com"
}
resource "clerk_phone_number" "n%[1]d" {
  user_id      = clerk_user.n%[1]d.id
  phone_number = "+1555555010%[1]d"
}
resource "clerk_user_metadata" "n%[1]d" {
  user_id         = clerk_user.n%[1]d.id
  public_metadata = jsonencode({ n = %[1]d })
}
resource "clerk_organization" "n%[1]d" {
  name = "Acme"
  slug = "acme-%[1]d"
}
`, n)
			acme, err := i.Clerk.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: fmt.Sprintf("Globex %d", n)})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&config, "resource \"clerk_organization_metadata\" \"n%d\" {\n  organization_id = %q\n  public_metadata = jsonencode({ n = 1 })\n}\n", n, acme.ID)
		}
		var before int
		i.Drive(
			acctest.Step{Config: config.String()},
			// The state of a user is older than the addresses that were added to it.
			acctest.Step{Config: config.String(), Plan: acctest.Nothing},
			acctest.Step{
				Outside: func() { before = i.Sim.Stats().Requests },
				Config:  config.String(), Plan: acctest.Nothing, PlanOnly: true,
				Check: func(acctest.States) { requests = i.Sim.Stats().Requests - before },
			},
		)
	})
	return requests
}

func TestAPlanCostsRequestsByThePageNotByTheResource(t *testing.T) {
	t.Parallel()
	if n := planOf160(t, "provider \"clerk\" {}\n"); n > 9 {
		t.Errorf("an empty plan of 160 objects took %d requests", n)
	}
	if n := planOf160(t, "provider \"clerk\" {}\n", "external_id", "name", "email_address", "phone_number", "public_metadata", "slug"); n > 9 {
		t.Errorf("an empty plan of 160 objects that Clerk spells otherwise took %d requests", n)
	}
	if n := planOf160(t, "provider \"clerk\" { bulk_reads = false }\n"); n != 160 {
		t.Errorf("without reads by the page, an empty plan of 160 objects took %d requests", n)
	}
}

// lookedUp says how a data source finds the nth of many objects.
type lookedUp struct {
	name, argument string
	value          func(o *objects, n int) string
	// requests are at most so many for all in an instance of hardly more, for all in
	// one of many more, and exactly so many for each without reads by the page.
	few, some, alone int
}

// objects are users, each with a number of its own in every key, templates and
// organizations.
type objects struct {
	users         []clerk.User
	templates     []clerk.JWTTemplate
	organizations []clerk.Organization
}

const objectsOfAKind = 60

func makeObjects(t *testing.T, w *acctest.World) *objects {
	t.Helper()
	var out objects
	for n := range objectsOfAKind {
		user, err := w.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{
			Account:        clerk.Account{Username: rest.Value(fmt.Sprintf("Ada%d", n)), ExternalID: rest.Value(fmt.Sprintf("-%d", n))},
			EmailAddresses: []string{fmt.Sprintf("Ada%d@example.com", n)}, PhoneNumbers: []string{fmt.Sprintf("+15559%02d0100", n)},
		})
		w.Must(err)
		template, err := w.Clerk.JWTTemplates.Create(t.Context(), clerk.JWTTemplateParams{Name: fmt.Sprintf("template-%d", n), Claims: []byte(`{}`)})
		w.Must(err)
		organization, err := w.Clerk.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: fmt.Sprint("Acme ", n)})
		w.Must(err)
		out.users, out.templates, out.organizations = append(out.users, *user), append(out.templates, *template), append(out.organizations, *organization)
	}
	return &out
}

// readAll reads them all, ten at a time, each as what it is. It returns how many
// requests that took.
func (l *lookedUp) readAll(t *testing.T, w *acctest.World, o *objects, block map[string]cty.Value) int {
	t.Helper()
	walk, err := w.Core.For(block).Walk()
	w.Must(err)
	typ := w.Core.DataSource(l.name)
	before := w.Sim.Stats().Requests
	var readers errgroup.Group
	readers.SetLimit(10)
	for n := range objectsOfAKind {
		readers.Go(func() error {
			read, said := walk.ReadValue(typ, typ.Object(map[string]cty.Value{l.argument: cty.StringVal(l.value(o, n))}))
			if len(said) > 0 {
				return said
			}
			want := map[string]string{
				"clerk_user": o.users[n].ID, "clerk_jwt_template": o.templates[n].ID, "clerk_organization": o.organizations[n].ID,
				"clerk_email_address": o.users[n].EmailAddresses[0].ID, "clerk_phone_number": o.users[n].PhoneNumbers[0].ID,
			}[l.name]
			if got := read.GetAttr("id").AsString(); got != want {
				return fmt.Errorf("the id is %s, expected %s", got, want)
			}
			return nil
		})
	}
	if err := readers.Wait(); err != nil {
		t.Errorf("%s by %s: %v", l.name, l.argument, err)
	}
	return w.Sim.Stats().Requests - before
}

func TestDataSourcesOfSingleObjectsCostRequestsByThePage(t *testing.T) {
	t.Parallel()
	user := func(field func(clerk.User) string) func(*objects, int) string {
		return func(o *objects, n int) string { return field(o.users[n]) }
	}
	for _, l := range []lookedUp{
		{"clerk_user", "id", user(func(u clerk.User) string { return u.ID }), 4, 8, 1},
		{"clerk_user", "email_address", user(func(u clerk.User) string { return u.EmailAddresses[0].EmailAddress }), 4, 8, 1},
		{"clerk_user", "phone_number", user(func(u clerk.User) string { return u.PhoneNumbers[0].PhoneNumber }), 4, 8, 1},
		{"clerk_user", "username", user(func(u clerk.User) string { return *u.Username }), 4, 8, 1},
		{"clerk_user", "external_id", user(func(u clerk.User) string { return *u.ExternalID }), 4, 8, 1},
		// By id, the first batch takes a request for each of its ten, since only an
		// address itself says what its user can be found by.
		{"clerk_email_address", "id", user(func(u clerk.User) string { return u.EmailAddresses[0].ID }), 13, 19, 2},
		{"clerk_email_address", "email_address", user(func(u clerk.User) string { return u.EmailAddresses[0].EmailAddress }), 4, 8, 1},
		{"clerk_phone_number", "id", user(func(u clerk.User) string { return u.PhoneNumbers[0].ID }), 13, 19, 2},
		{"clerk_phone_number", "phone_number", user(func(u clerk.User) string { return u.PhoneNumbers[0].PhoneNumber }), 4, 8, 1},
		{"clerk_jwt_template", "id", func(o *objects, n int) string { return o.templates[n].ID }, 1, 1, 1},
		{"clerk_jwt_template", "name", func(o *objects, n int) string { return o.templates[n].Name }, 3, 3, 1},
		{"clerk_organization", "id", func(o *objects, n int) string { return o.organizations[n].ID }, 4, 4, 1},
	} {
		t.Run(l.name+" by "+l.argument, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				for others, most := range map[int]int{0: l.few, 3000: l.some} {
					w := acctest.NewWorld(t, acctest.NewSim(t, func(o *clerksim.Options) { o.Users = others }))
					o := makeObjects(t, w)
					if took := l.readAll(t, w, o, nil); took > most {
						t.Errorf("beside %d others, %d took %d requests", others, objectsOfAKind, took)
					}
					if took := l.readAll(t, w, o, map[string]cty.Value{"bulk_reads": cty.False}); took != l.alone*objectsOfAKind {
						t.Errorf("without reads by the page, %d took %d requests", objectsOfAKind, took)
					}
				}
			})
		})
	}
}

// As Terraform walks: so many objects at a time, and each when it pleases.
func TestAccAPlanCostsRequestsByThePageNotByTheResource(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t)
	c := acctest.On(t, sim, `
resource "clerk_user" "many" {
  count       = 40
  external_id = "user-${count.index}"
}
resource "clerk_jwt_template" "many" {
  count  = 10
  name   = "template-${count.index}"
  claims = jsonencode({})
}`)
	c.Must("apply", "-auto-approve")
	before := served(sim)
	if out, code := c.Run("plan", "-detailed-exitcode"); code != 0 {
		t.Fatalf("the plan exits with %d:\n%s", code, out)
	}
	if n := served(sim) - before; n > 9 {
		t.Errorf("an empty plan of 50 objects took %d requests", n)
	}
}

// served is how many requests have met no fault: those that do are repeated.
func served(sim *clerksim.Server) int {
	stats := sim.Stats()
	return stats.Requests - stats.Faults
}
