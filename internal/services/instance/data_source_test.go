package instance_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const this = `data "clerk_instance" "this" {}`

func expect(attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("data.clerk_instance.this", tfjsonpath.New(attribute), value)
}

func TestAccReadsTheInstanceOfTheSecretKey(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t, func(o *clerksim.Options) { o.Environment = "production" })
	i.Run(
		resource.TestStep{
			Config: this,
			ConfigStateChecks: []statecheck.StateCheck{
				expect("id", knownvalue.StringExact(i.Sim.InstanceID())),
				expect("environment", knownvalue.StringExact("production")),
				expect("allowed_origins", knownvalue.SetExact(nil)),
			},
		},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.Instance.Update(ctx, clerk.UpdateInstanceParams{AllowedOrigins: rest.Value([]string{"https://b.example.com", "chrome-extension://abc"})})
			}),
			Config: this,
			ConfigStateChecks: []statecheck.StateCheck{
				expect("allowed_origins", knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("chrome-extension://abc"), knownvalue.StringExact("https://b.example.com")})),
			},
		},
	)
}

func TestAccSaysThatTheInstanceCannotBeRead(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t)
	c := acctest.NewCLI(t, this, "CLERK_API_URL="+sim.URL(), "CLERK_SECRET_KEY=sk_test_of_another_instance")
	if out, code := c.Run("plan"); code != 1 || !acctest.Words("Could not read the instance", "401", "CLERK_SECRET_KEY, is a current key").MatchString(out) {
		t.Error(out)
	}
}
