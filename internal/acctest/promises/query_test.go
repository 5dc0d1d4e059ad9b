package promises_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// everything lists what there is, and more of it than Terraform does by itself.
const everything = `
list "clerk_user" "user" {
  provider = clerk
  limit    = 1000
}
list "clerk_jwt_template" "template" {
  provider = clerk
}
`

// userInUse is the nth of users who together have every field in use.
func userInUse(t *testing.T, n int) clerk.CreateUserParams {
	t.Helper()
	p := clerk.CreateUserParams{EmailAddresses: []string{fmt.Sprintf("user-%d@example.com", n)}}
	p.CreatedAt = rest.Value(fmt.Sprintf("2024-01-%02dT09:30:%02d.%03dZ", 1+n%28, n%60, n))
	p.PrivateMetadata = json.RawMessage(fmt.Sprintf(`{"secret":"private-%d"}`, n))
	for divisor, use := range map[int]func(){
		2: func() {
			p.FirstName, p.LastName = rest.Value(fmt.Sprintf(`Zoë "%d" ${x} %%{y}`, n)), rest.Value("O’Neil\n李 \\")
			p.Username, p.ExternalID = rest.Value(fmt.Sprintf("user_%d", n)), rest.Value(fmt.Sprintf("%d", n))
		},
		3: func() {
			p.EmailAddresses = append(p.EmailAddresses, fmt.Sprintf("Second-%d@example.com", n), fmt.Sprintf("third-%d@example.com", n))
			p.EmailAddressStatuses = []string{"verified", "reserved", "verified"}
		},
		4: func() { p.PhoneNumbers = []string{fmt.Sprintf("+1555555%04d", n), fmt.Sprintf("+1555556%04d", n)} },
		5: func() {
			p.PublicMetadata = json.RawMessage(fmt.Sprintf(`{"z":{"n":%d,"f":1.50,"big":12345678901234567890,"exp":1e3},"a":[null,true,{"<&>":"${x} %%{y} 李"}],"":""}`, n))
			p.UnsafeMetadata = json.RawMessage(`{"theme":"dark","list":[[],{}]}`)
		},
		6: func() { p.Web3Wallets = []string{fmt.Sprintf("0x%040x", n+1), fmt.Sprintf("0x%040x", n+1001)} },
		7: func() { p.Banned, p.Locked = rest.Value(n%2 == 0), rest.Value(n%2 == 1) },
		8: func() {
			p.DeleteSelfEnabled, p.CreateOrganizationEnabled = rest.Value(false), rest.Value(false)
			p.CreateOrganizationsLimit, p.BypassClientTrust = rest.Value(int64(n)), rest.Value(true)
		},
		9: func() { p.Locale, p.LegalAcceptedAt = rest.Value("de-CH"), rest.Value("2024-05-01T10:00:00.123Z") },
		10: func() {
			p.Password, p.TOTPSecret, p.BackupCodes = rest.Value(password), rest.Value(totpSecret), []string{backupCode}
		},
	} {
		if n%divisor == 0 {
			use()
		}
	}
	return p
}

const (
	password   = "correct horse battery staple"
	totpSecret = "JBSWY3DPEHPK3PXP"
	backupCode = "a-code-for-bad-days"
)

// clerkWithUsers is a local Clerk with so many of these users, some of them with a
// picture, and a dozen templates.
func clerkWithUsers(t *testing.T, users int) (*clerksim.Server, *acctest.CLI) {
	t.Helper()
	sim := acctest.Start(t, func(o *clerksim.Options) {
		o.SecretKey, o.Assume = key, map[string]string{"organization_domain_quota": "20", "role_set_quota": "20"}
	})
	api := acctest.Client(t, sim)
	picture := []byte(acctest.ReadFile(t, filepath.Join(acctest.Root(), "examples", "seed-users", "pictures", "green.png")))
	for n := range users {
		user, err := api.Users.Create(t.Context(), userInUse(t, n))
		if err == nil && n%50 == 0 {
			_, err = api.Users.SetProfileImage(t.Context(), user.ID, "green.png", picture)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for n := range 12 {
		p := clerk.JWTTemplateParams{Name: fmt.Sprintf("template-%d", n), Claims: json.RawMessage(`{"z":1,"id":"{{user.id}}","a":{"n":1.50,"s":"${x}"}}`)}
		if n%2 == 0 {
			p.Lifetime, p.AllowedClockSkew = rest.Value(int64(300+n)), rest.Value(int64(n))
		}
		if n%3 == 0 {
			p.CustomSigningKey, p.SigningAlgorithm, p.SigningKey = rest.Value(true), rest.Value("HS256"), rest.Value(strings.Repeat("a-key-of-mine-", 5))
		}
		if _, err := api.JWTTemplates.Create(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	return sim, acctest.On(t, sim, "")
}

// The promise of adoption: what a query finds, and Terraform writes of it, plans
// with no change at all.
func TestAccAdoptsFiveHundredUsersWithoutAChange(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.Query)
	sim, c := clerkWithUsers(t, 500)
	made := sim.Stats().ByOperation
	c.WriteQuery(everything)
	c.Must("query", "-generate-config-out=generated.tf")
	if out := c.Must("apply", "-auto-approve"); !strings.Contains(out, "Apply complete! Resources: 512 imported, 0 added, 0 changed, 0 destroyed.") {
		t.Errorf("the apply of what was generated: %s", acctest.LastLines(out))
	}
	c.PlansNothing("the import")
	for operation, n := range sim.Stats().ByOperation {
		if !strings.HasPrefix(operation, "GET ") && n != made[operation] {
			t.Errorf("%d × %s", n-made[operation], operation)
		}
	}
	generated := acctest.ReadFile(t, filepath.Join(c.Dir, "generated.tf"))
	for _, never := range []string{"private-", "private_metadata =", password, totpSecret, backupCode, "a-key-of-mine", "image_url", "updated_at", "locked", "created_at"} {
		if strings.Contains(strings.Join(strings.Fields(generated), " "), never) {
			t.Errorf("the generated configuration contains %q", never)
		}
	}
	// What Clerk does not return, the CLI writes as null by itself.
	for _, line := range regexp.MustCompile(`(?m)^  (\w+) += (null|""|\[\]|jsonencode\(\{\}\))`).FindAllStringSubmatch(generated, -1) {
		if !strings.HasSuffix(line[1], "_wo") && !strings.HasSuffix(line[1], "_wo_version") && !notReturned[line[1]] {
			t.Fatalf("the generated configuration contains %q", line[0])
		}
	}
}

// notReturned are the arguments that Clerk never returns, beside the _wo ones.
var notReturned = map[string]bool{
	"profile_image": true, "password_hasher": true, "identification_status": true, "notify_primary_email_address_changed": true,
	"sign_out_of_other_sessions": true, "skip_legal_checks": true, "skip_password_checks": true, "skip_password_requirement": true,
}

func TestAccAQueryReadsNoMorePagesThanItsLimitTakes(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.Query)
	sim := acctest.Start(t, func(o *clerksim.Options) { o.Users = 1100 })
	c := acctest.On(t, sim, "")
	limits := map[string]struct {
		limit             string
		results, requests int
	}{
		"few": {"", 100, 1}, "page": {"limit = 500", 500, 1}, "more": {"limit = 501", 501, 2}, "all": {"limit = 5000", 1100, 3},
	}
	for _, kind := range []string{"clerk_user", "clerk_email_address"} {
		var blocks strings.Builder
		requests := 0
		for name, of := range limits {
			fmt.Fprintf(&blocks, "list %q %q {\n  provider = clerk\n  %s\n}\n", kind, name, of.limit)
			requests += of.requests
		}
		c.WriteQuery(blocks.String())
		before := served(sim)
		out := c.Must("query")
		for name, of := range limits {
			if n := strings.Count(out, "list."+kind+"."+name+" "); n != of.results {
				t.Errorf("%s with %q: %d results", kind, of.limit, n)
			}
		}
		if n := served(sim) - before; n != requests {
			t.Errorf("%d requests for %s, expected %d", n, kind, requests)
		}
	}
}

// With include_resource, terraform query -json prints objects as they are.
func TestAccAQueryShowsPrivateMetadataOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.Query)
	_, c := clerkWithUsers(t, 11)
	for config, want := range map[string]int{"": 0, "config {\n    include_private_metadata = true\n  }": 11} {
		c.WriteQuery("list \"clerk_user\" \"all\" {\n  provider         = clerk\n  include_resource = true\n  " + config + "\n}\n")
		out := c.Must("query", "-json")
		if n := strings.Count(out, "private-"); n != want {
			t.Errorf("with %q, %d users are shown with their private metadata", config, n)
		}
		for _, secret := range []string{password, totpSecret, backupCode} {
			if strings.Contains(out, secret) {
				t.Errorf("with %q, the query shows %q", config, secret)
			}
		}
	}
}
