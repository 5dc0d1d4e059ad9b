package settings_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// all are the settings of a small instance.
const all = `
resource "clerk_instance_settings" "this" {
  hibp                = true
  support_email       = "help@example.com"
  allowed_origins     = ["https://app.example.com"]
  progressive_sign_up = true
}
resource "clerk_instance_restrictions" "this" {
  allowlist = true
}
resource "clerk_instance_organization_settings" "this" {
  max_allowed_memberships = 20
  creator_role            = "org:admin"
}
resource "clerk_instance_protect" "this" {
  rules_enabled = true
}
resource "clerk_instance_communication" "this" {
  blocked_country_codes = ["DE", "FR"]
}
resource "clerk_instance_oauth_application_settings" "this" {
  oauth_jwt_access_tokens = true
}`

// sent are the bodies of the changes so far: a PATCH without a field is a read.
func sent(i *acctest.Instance) map[string][]string {
	out := map[string][]string{}
	for _, r := range i.Sim.Requests() {
		if acctest.IsWrite(r) {
			out[r.Operation] = append(out[r.Operation], r.Body)
		}
	}
	return out
}

// expectSent fails the test unless just these bodies have been sent.
func expectSent(t *testing.T, i *acctest.Instance, want map[string][]string) {
	t.Helper()
	if got := sent(i); !maps.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("Clerk was sent\n%v, expected\n%v", got, want)
	}
}

func TestACreateOrAnUpdateIsOneRequestToEachEndpointWithWhatDiffers(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	admin := ""
	i.Outside(func(ctx context.Context, c *clerk.Client) error {
		ids, err := c.OrganizationRoles.IDs(ctx, []string{"org:admin"})
		admin = strings.Join(ids, "")
		return err
	})()
	want := map[string][]string{
		"PATCH /instance":                            {`{"hibp":true,"support_email":"help@example.com","allowed_origins":["https://app.example.com"]}`},
		"PATCH /beta_features/instance_settings":     {`{"progressive_sign_up":true}`},
		"PATCH /instance/restrictions":               {`{"allowlist":true}`},
		"PATCH /instance/organization_settings":      {`{"max_allowed_memberships":20,"creator_role_id":"` + admin + `"}`},
		"PATCH /instance/protect":                    {`{"rules_enabled":true}`},
		"PATCH /instance/communication":              {`{"blocked_country_codes":["DE","FR"]}`},
		"PATCH /instance/oauth_application_settings": {`{"oauth_jwt_access_tokens":true}`},
	}
	changed := strings.NewReplacer("help@", "support@", "20", "30", `["DE", "FR"]`, `[]`).Replace(all)
	i.Drive(
		acctest.Step{Config: all, Check: func(acctest.States) { expectSent(t, i, want) }},
		acctest.Step{Config: changed, Plan: []string{
			"clerk_instance_communication.this: update blocked_country_codes",
			"clerk_instance_organization_settings.this: update max_allowed_memberships",
			"clerk_instance_settings.this: update support_email",
		}},
		// What leaves the configuration stays as it is in Clerk.
		acctest.Step{Config: acctest.Replace(t, changed, "support_email       = \"support@example.com\"", "")},
	)
	want["PATCH /instance"] = append(want["PATCH /instance"], `{"support_email":"support@example.com"}`)
	want["PATCH /instance/organization_settings"] = append(want["PATCH /instance/organization_settings"], `{"max_allowed_memberships":30}`)
	want["PATCH /instance/communication"] = append(want["PATCH /instance/communication"], `{"blocked_country_codes":[]}`)
	expectSent(t, i, want) // also after the destroy
}

// The plan of all settings is a request for each place that has some, and one for the
// instance.
func TestAPlanReadsEachPlaceOnceAndChangesNothing(t *testing.T) {
	t.Parallel()
	i, before := acctest.InProcess(t), 0
	i.Drive(
		acctest.Step{Config: all},
		acctest.Step{
			Outside: func() { before = len(i.Sim.Requests()) }, Config: all, Plan: acctest.Nothing, PlanOnly: true,
			Check: func(acctest.States) {
				want := map[string]int{
					"GET /instance": 1, "PATCH /beta_features/instance_settings": 1, "PATCH /instance/restrictions": 1, "GET /instance/organization_settings": 1,
					"GET /instance/protect": 1, "GET /instance/communication": 1, "GET /instance/oauth_application_settings": 1,
				}
				got := map[string]int{}
				for _, r := range i.Sim.Requests()[before:] {
					got[r.Operation]++
				}
				if !maps.Equal(got, want) {
					t.Errorf("the plan asks for %v", got)
				}
			},
		},
	)
}

// What people and tools switch beside Terraform shows by name, and the next apply puts it
// right.
func TestAChangeInTheDashboardShowsInThePlan(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: all},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				if _, err := c.Restrictions.Update(ctx, clerk.UpdateInstanceRestrictionsParams{Allowlist: rest.Value(false), Blocklist: rest.Value(true)}); err != nil {
					return err
				}
				if err := c.Instance.Update(ctx, clerk.UpdateInstanceParams{AllowedOrigins: rest.Value([]string{"https://other.example.com"}), HIBP: rest.Value(false)}); err != nil {
					return err
				}
				_, err := c.Communication.Update(ctx, clerk.UpdateInstanceCommunicationParams{BlockedCountryCodes: rest.Value([]string{"FR"})})
				return err
			}),
			Config: all,
			Plan: []string{
				"clerk_instance_communication.this: update blocked_country_codes",
				"clerk_instance_restrictions.this: update allowlist",
				"clerk_instance_settings.this: update allowed_origins", // Clerk does not tell hibp
			},
			State: map[string]string{"clerk_instance_restrictions.this.blocklist": "true"}, // not mentioned, so left alone
		},
	)
}

func TestAPlanIsEmptyWhateverIsAssumedOfSettings(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]string{
		"restricted_to_allowlist_is_allowlist": "false", "settings_roles_are_initial_sets": "false", "organization_settings_when_off": "404",
		"manual_invitation_listed": "true", "settings_extra_fields": "refused",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{name: value} })
			i.Drive(
				acctest.Step{Config: all},
				acctest.Step{Config: strings.ReplaceAll(all, "max_allowed_memberships", "domains_enrollment_modes = [\"automatic_invitation\"]\nmax_allowed_memberships")},
			)
		})
	}
}

// Where Clerk shows no settings of organizations that are off, the plan sends them anew, and
// that may turn them on.
func TestOrganizationsThatWereTurnedOffAreTurnedOnAgain(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"organization_settings_when_off": "404"} })
	const config = `
resource "clerk_instance_organization_settings" "this" {
  enabled = true
}`
	i.Drive(
		acctest.Step{Config: config},
		acctest.Step{
			Outside: func() {
				if err := i.Sim.Switch("organizations", false); err != nil {
					t.Error(err)
				}
			},
			Config: config, Plan: []string{"clerk_instance_organization_settings.this: create"},
			Check: func(acctest.States) { i.Organizations() },
		},
	)
}

// The roles of an instance cannot be looked up before it has organizations.
func TestTurnsOrganizationsOnAndNamesTheirRolesInOneApply(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	if err := i.Sim.Switch("organizations", false); err != nil {
		t.Fatal(err)
	}
	i.Drive(acctest.Step{
		Config: `
resource "clerk_instance_organization_settings" "this" {
  enabled                 = true
  max_allowed_memberships = 7
  domains_default_role    = "org:admin"
}`,
		Writes: map[string]int{"PATCH /instance/organization_settings": 2},
	})
}

// What was sent to the first of the two places before the second failed is in the state.
func TestAnUpdateThatFailsHalfWaySavesWhatItReached(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := acctest.NewSim(t)
		world := acctest.NewWorld(t, sim)
		typ := world.Core.Type("clerk_instance_settings")
		apply := func(state *driver.State, origin, sender string, between func()) (*driver.State, error) {
			walk, err := world.Core.Walk()
			world.Must(err)
			config := world.Core.Config(typ, "allowed_origins = [\""+origin+"\"]\nfrom_email_address = \""+sender+"\"", nil)
			plan, err := walk.Plan(typ, state, config)
			world.Must(err)
			between()
			return walk.Apply(typ, plan, config)
		}
		before, err := apply(nil, "https://a.example.com", "hello", func() {})
		world.Must(err)
		after, err := apply(before, "https://b.example.com", "support", func() {
			sim.PlaceFault(clerksim.Fault{Operation: "PATCH /beta_features/instance_settings", Kind: "502", Times: 20})
		})
		if err == nil || after == nil || after.Tainted {
			t.Fatalf("the update ends with %v, and leaves %v", err, after)
		}
		if origins, sender := after.Value.GetAttr("allowed_origins").AsValueSlice(), after.Value.GetAttr("from_email_address"); origins[0].AsString() != "https://b.example.com" || sender.AsString() != "hello" {
			t.Errorf("the state has %v and %v", origins, sender)
		}
	})
}
