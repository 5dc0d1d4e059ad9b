package organization_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestTakesTheSlugThatClerkMakesWhereThereIsNone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	slug := func(want string) func(acctest.States) {
		return holds(t, i, func(o clerk.Organization) bool { return o.Slug == want })
	}
	i.Drive(
		acctest.Step{Config: acme(), Writes: map[string]int{creates: 1}, State: map[string]string{address + ".slug": "acme"}, Check: slug("acme")},
		// Neither a new name nor somebody else's slug is a reason to change it.
		acctest.Step{Config: named("Globex"), Plan: updates("image_url name"), Writes: map[string]int{patches: 1}, Check: slug("acme")},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.Organizations.Update(ctx, held(t, i).ID, clerk.UpdateOrganizationParams{Slug: rest.Value("initech")})
				return err
			}),
			Config: named("Globex"), Plan: acctest.Nothing, State: map[string]string{address + ".slug": "initech"},
		},
		acctest.Step{Config: named("Globex", `slug = "globex"`), Plan: updates("slug"), Check: slug("globex")},
	)
}

// Without a slug, nothing tells the organization that a lost create has made from another.
func TestCreatesNoSecondOrganizationWhereTheAnswerIsLost(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Sim.PlaceFault(clerksim.Fault{Operation: creates, Kind: "lost"})
	i.Drive(acctest.Step{
		Config: acme(), Fails: []string{`Could not create organization "Acme"`, "import"}, Writes: map[string]int{creates: 1},
	})
	lost := held(t, i).ID
	i.Drive(acctest.Step{Import: map[string]string{address: lost}, Config: acme(), Plan: acctest.Nothing})

	i.Sim.PlaceFault(clerksim.Fault{Operation: creates, Kind: "lost"})
	i.Drive(acctest.Step{Config: acme(`slug = "acme"`), Writes: map[string]int{creates: 2}, Check: func(s acctest.States) {
		if got, want := s.Get(address, "id"), held(t, i).ID; got != want {
			t.Errorf("the state has %s, and Clerk %s", got, want)
		}
	}})
}

// What an instance without slugs does with the slug of a new organization is not known.
func TestASlugIsAnErrorWhereSlugsAreTurnedOff(t *testing.T) {
	t.Parallel()
	for _, slug := range []string{"generated", "empty"} {
		t.Run(slug, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"organization_slug_when_off": slug} })
			turn := func(on bool) func() {
				return func() {
					if err := i.Sim.Switch("organization_slugs", on); err != nil {
						t.Error(err)
					}
				}
			}
			refused := []string{"main.tf", `slug = "other"`, "organization_slugs_disabled", "Turn slugs on, with slug_disabled = false in clerk_instance_organization_settings"}
			i.Drive(
				acctest.Step{Outside: turn(false), Config: acme(`slug = "other"`), Fails: refused, Check: func(acctest.States) { none(t, i) }},
				acctest.Step{Config: acme()},
				acctest.Step{Config: named("Globex")},
				acctest.Step{Config: named("Globex", `slug = "other"`), Fails: refused},
				acctest.Step{Outside: turn(true), Config: named("Globex", `slug = "other"`), Plan: updates("slug"), State: map[string]string{address + ".slug": "other"}},
				// A slug from before is no reason to send one.
				acctest.Step{Outside: turn(false), Config: named("Acme", `slug = "other"`), Plan: updates("image_url name")},
			)
		})
	}
}

func TestTheRoleSetIsNamedByItsKey(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	for _, key := range []string{"partners", "customers"} {
		i.Post("/v1/role_sets", map[string]any{
			"name": key, "key": "role_set:" + key, "roles": []string{"org:admin", "org:member"}, "default_role_key": "org:member", "creator_role_key": "org:admin",
		})
	}
	uses := func(key string) func(acctest.States) {
		return all(
			holds(t, i, func(o clerk.Organization) bool { return o.RoleSetKey != nil && *o.RoleSetKey == "role_set:"+key }),
			func(s acctest.States) {
				if got := s.Get(address, "role_set"); got != "role_set:"+key {
					t.Errorf("the state has the role set %s", got)
				}
			},
		)
	}
	i.Drive(
		acctest.Step{Config: acme(), Check: uses("default")},
		acctest.Step{Config: acme(`role_set = "role_set:partners"`), Plan: updates("role_set"), Writes: map[string]int{patches: 1}, Check: uses("partners")},
		acctest.Step{Config: acme(), Plan: acctest.Nothing, Check: uses("partners")},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.Organizations.Update(ctx, held(t, i).ID, clerk.UpdateOrganizationParams{RoleSetKey: rest.Value("role_set:customers")})
				return err
			}),
			Config: acme(`role_set = "role_set:partners"`), Plan: updates("role_set"), Check: uses("partners"),
		},
		acctest.Step{Config: acme(`role_set = "role_set_2abc"`), Fails: []string{"role_set", "not the key of a role set"}},
	)
	i.Drive(acctest.Step{Config: acme(`role_set = "role_set:customers"`), Writes: map[string]int{creates: 1}, Check: uses("customers")})
}

// What an application stores there is no business of the state's.
func TestWriteOnlyPrivateMetadataStaysOutOfTheStateWhenItsAnswerIsLost(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	sent := once + acme(`slug = "acme"`, `private_metadata_wo = jsonencode({ token = "a token of the CRM" })`, `private_metadata_wo_version = 1`)
	secretless := func(s acctest.States) {
		for address, state := range s {
			if strings.Contains(state.String(), "a token of the CRM") {
				t.Errorf("the state of %s has %s", address, state)
			}
		}
	}
	arrived := holds(t, i, func(o clerk.Organization) bool { return string(o.PrivateMetadata) == `{"token":"a token of the CRM"}` })
	i.Drive(
		acctest.Step{Config: once + acme(`slug = "acme"`, `private_metadata = jsonencode({ crm = 1 })`)},
		acctest.Step{
			Outside: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: metadata, Kind: "lost"}) },
			Config:  sent, Fails: []string{`Could not update organization "Acme (acme)"`}, Check: all(secretless, arrived),
		},
		acctest.Step{Config: once + acme(`slug = "acme"`), Check: all(secretless, arrived)},
		acctest.Step{Config: sent, Check: all(secretless, arrived)},
		acctest.Step{Config: sent, Plan: acctest.Nothing, Check: secretless},
	)
	// Nor does a create store it, whose answer is lost, and which what follows taints.
	i.Sim.PlaceFault(clerksim.Fault{Operation: creates, Kind: "lost"})
	i.Sim.PlaceFault(clerksim.Fault{Operation: uploads, Kind: "502", Times: 2})
	i.Sim.PlaceFault(clerksim.Fault{Operation: deletes, Kind: "502", Times: 2})
	i.Drive(acctest.Step{
		Config: strings.NewReplacer("max_retries = 0", "max_retries = 1", "name =", png+"\n  name =").Replace(sent),
		Fails:  []string{"logo", "tainted"}, Check: all(secretless, arrived),
	})
}

func TestRefusesWhatIsWrongAtPlanTime(t *testing.T) {
	t.Parallel()
	for line, words := range map[string][]string{
		`slug = "Acme"`:                          {"slug", "lowercase letters, digits and dashes"},
		`slug = ""`:                              {"slug", "Leave the argument out"},
		`max_allowed_memberships = -1`:           {"max_allowed_memberships"},
		`role_set = "partners"`:                  {"role_set", "not the key of a role set"},
		`created_by = ""`:                        {"created_by"},
		`created_at = "yesterday"`:               {"created_at", "RFC 3339"},
		`public_metadata = jsonencode([])`:       {"public_metadata", "not an object"},
		`private_metadata_wo = jsonencode({})`:   {"private_metadata_wo", "private_metadata_wo_version"},
		`private_metadata_wo_version = 1`:        {"private_metadata_wo"},
		`logo = "nowhere.png"`:                   {"logo", "no such file"},
		fmt.Sprintf("slug = %q", "acme\nglobex"): {"slug"},
	} {
		acctest.InProcess(t).ExpectRefused(acme(line), words...)
	}
	for name, words := range map[string][]string{"": {"cannot be empty"}, strings.Repeat("a", 257): {"257 characters"}, "https://example.com": {"contains a URL"}} {
		acctest.InProcess(t).ExpectRefused(named(name), append([]string{"name"}, words...)...)
	}
}
