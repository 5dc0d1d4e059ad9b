package provider_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const user = `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}
`

// Each configuration is refused on the attribute at fault, before anything but
// the guard's own request is sent.
func TestRefusesABadConfiguration(t *testing.T) {
	t.Parallel()
	for title, bad := range map[string]struct {
		lines    string
		words    []string
		requests int
	}{
		"an empty key":                       {`secret_key = ""`, []string{`secret_key = ""`, "The secret key is empty", "sk_test_"}, 0},
		"a publishable key":                  {`secret_key = "pk_test_Y2xlcms"`, []string{"secret_key =", "This is a publishable key", "begins with sk_test_"}, 0},
		"another service's key":              {`secret_key = "AKIAIOSFODNN7"`, []string{"secret_key =", "not a secret key of a Clerk instance"}, 0},
		"plain http":                         {`api_url = "http://api.example.com"`, []string{"api_url", "must begin with https://"}, 0},
		"a look-alike of a loopback address": {`api_url = "http://127.0.0.1.example.com"`, []string{"api_url", "must begin with https://"}, 0},
		"a URL with a query":                 {`api_url = "https://api.example.com?v=1"`, []string{"api_url", "must not contain a query"}, 0},
		"another environment":                {`environment = "production"`, []string{"belongs to another environment", `environment = "production"`, "Nothing was read or changed"}, 1},
		"no environment at all":              {`environment = "staging"`, []string{"environment", `"production"`}, 0},
		"another instance":                   {`allowed_instance_ids = ["ins_other"]`, []string{"belongs to another instance", "allowed_instance_ids =", "may touch ins_other only"}, 1},
		"a null for an instance":             {`allowed_instance_ids = [null]`, []string{"An element is null", "allowed_instance_ids ="}, 0},
		"no allowed instance":                {`allowed_instance_ids = []`, []string{"allowed_instance_ids", "at least 1"}, 0},
		"a negative count":                   {`max_retries = -1`, []string{"max_retries", "between 0 and 20"}, 0},
		"a timeout without unit":             {`request_timeout = "30"`, []string{"request_timeout", "is not a duration"}, 0},
		"a timeout out of bounds":            {`request_timeout = "1h"`, []string{"request_timeout", "from 1s to 10m0s"}, 0},
		"no requests at all":                 {`max_requests_per_second = 0`, []string{"max_requests_per_second", "between 0.1"}, 0},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			i.Drive(acctest.Step{Config: "provider \"clerk\" {\n  " + bad.lines + "\n}\n" + user, PlanOnly: true, Fails: bad.words})
			if got := i.Sim.Stats().Requests; got > bad.requests {
				t.Errorf("%d requests were sent: %v", got, i.Sim.Stats().ByOperation)
			}
		})
	}
}

func TestAccSaysWhereAMissingKeyGoes(t *testing.T) {
	t.Parallel()
	c := acctest.NewCLI(t, user)
	out, code := c.Run("plan")
	if code != 1 || !acctest.Words("The provider cannot be configured", "The secret key is empty", "Set secret_key in the provider block, or the environment variable CLERK_SECRET_KEY").MatchString(out) {
		t.Errorf("exit %d:\n%s", code, out)
	}
}

func TestAllowsTheInstanceThatTheGuardsName(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(acctest.Step{Config: `
provider "clerk" {
  environment          = "development"
  allowed_instance_ids = ["` + i.Sim.InstanceID() + `"]
}` + user})
}

// An object that is made remembers its instance, so the run that makes objects asks
// once which one it is. A plan in which nothing is gone does not.
func TestAsksWhichInstanceItIsOnlyWhereSomethingIsMade(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	asked := func(want int) func(acctest.States) {
		return func(acctest.States) {
			if n := i.Sim.Stats().ByOperation["GET /instance"]; n != want {
				t.Errorf("the instance was asked for %d times, not %d", n, want)
			}
		}
	}
	another := acctest.Replace(t, acctest.Replace(t, user, `"ada"`, `"grace"`), "ada@example.com", "grace@example.com")
	i.Drive(
		acctest.Step{Config: user + another, Check: asked(1)},
		acctest.Step{Config: user + another, Plan: acctest.Nothing, Check: asked(1)},
	)
}

func TestAccRefusesAKeyThatIsUnknownDuringPlan(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t)
	i.Run(resource.TestStep{
		Config: `
resource "terraform_data" "key" { input = "sk_test_later" }
provider "clerk" { secret_key = terraform_data.key.output }` + user,
		ExpectError: acctest.Words("The provider's configuration is not known yet", "secret_key", "known only after an apply", "-target"),
	})
	if n := i.Sim.Stats().Requests; n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestAccSpeaksToTheInstanceOfEachAlias(t *testing.T) {
	t.Parallel()
	one, two := acctest.Start(t), acctest.Start(t)
	block := func(sim *clerksim.Server, alias string) string {
		return `
provider "clerk" {
  ` + alias + `
  api_url    = "` + sim.URL() + `/v1/"
  secret_key = "` + sim.SecretKey() + `"
}`
	}
	c := acctest.NewCLI(t, "")
	c.Write(acctest.Header + block(one, "") + block(two, `alias = "two"`) + `
resource "clerk_user" "one" { external_id = "one" }
resource "clerk_user" "two" {
  provider    = clerk.two
  external_id = "two"
}
data "clerk_users" "one" { depends_on = [clerk_user.one, clerk_user.two] }
data "clerk_users" "two" {
  provider   = clerk.two
  depends_on = [clerk_user.one, clerk_user.two]
}
output "seen" {
  value = join(",", concat(data.clerk_users.one.users[*].external_id, data.clerk_users.two.users[*].external_id))
}`)
	c.Must("apply", "-auto-approve")
	if got := strings.TrimSpace(c.Must("output", "-raw", "seen")); got != "one,two" {
		t.Errorf("the aliases saw %s", got)
	}
	c.Must("destroy", "-auto-approve")
}

func TestNamesAnInvalidKey(t *testing.T) {
	t.Parallel()
	acctest.InProcess(t).Drive(acctest.Step{
		Config: "provider \"clerk\" { secret_key = \"sk_test_not_the_one\" }" + user,
		Fails:  []string{`Could not create user "ada@example.com"`, "401", "Trace id:", "Check that secret_key"},
	})
}

func TestWaitsForTheRateLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		i := acctest.InProcess(t, func(o *clerksim.Options) { o.RateLimit = "10/1s" })
		config := "provider \"clerk\" { max_retries = 0 }\n"
		for n := range 30 {
			config += fmt.Sprintf("resource \"clerk_user\" \"n%d\" { external_id = \"user-%d\" }\n", n, n)
		}
		i.Drive(acctest.Step{Config: config})
		if i.Sim.Stats().Throttled == 0 {
			t.Error("the limit was never reached, so nothing was shown")
		}
	})
}
