package promises_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Every type, on every CLI: import blocks alone, the configuration written by the
// CLI.
func TestAccImportsEveryTypeWithGeneratedConfiguration(t *testing.T) {
	t.Parallel()
	sim, c := clerkWithUsers(t, 61)
	api := acctest.Client(t, sim)
	users, err := rest.Collect(api.Users.List(t.Context(), clerk.UserFilter{}))
	if err != nil {
		t.Fatal(err)
	}
	templates, err := rest.Collect(api.JWTTemplates.List(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	var blocks strings.Builder
	block := func(to, id string) { blocks.WriteString(importing(to, id)) }
	n := 0 // users
	for _, u := range users {
		if len(u.EmailAddresses) < 2 || len(u.PhoneNumbers) < 2 || n == 4 {
			continue
		}
		n++
		block(fmt.Sprintf("clerk_user.u%d", n), u.ID)
		block(fmt.Sprintf("clerk_email_address.primary%d", n), u.ID+"/"+u.EmailAddresses[0].ID)
		block(fmt.Sprintf("clerk_email_address.other%d", n), u.EmailAddresses[1].ID)
		block(fmt.Sprintf("clerk_phone_number.p%d", n), u.PhoneNumbers[0].ID)
		block(fmt.Sprintf("clerk_jwt_template.t%d", n), templates[n].ID)
	}
	if n != 4 {
		t.Fatalf("%d of the users have several addresses and numbers", n)
	}
	public, err := api.Users.Create(t.Context(), clerk.CreateUserParams{
		EmailAddresses: []string{"public@example.com"}, PublicMetadata: []byte(`{"plan":{"name":"pro","seats":[1,2.50]}}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	block("clerk_user_metadata.public", public.ID)
	c.Write(acctest.Header + blocks.String())
	c.WriteQuery(everything) // which CLIs without queries leave alone
	before := acctest.Writes(sim)
	c.Must("plan", "-generate-config-out=generated.tf", "-out=saved")
	if out := c.Must("apply", "saved"); !strings.Contains(out, "21 imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("the apply of what was generated: %s", acctest.LastLines(out))
	}
	c.Write(acctest.Header)
	c.PlansNothing("the import")
	if after := acctest.Writes(sim); !maps.Equal(after, before) {
		t.Errorf("importing wrote %v, before it %v", after, before)
	}
	if generated := acctest.ReadFile(t, filepath.Join(c.Dir, "generated.tf")); strings.Contains(generated, "private-") {
		t.Error("the generated configuration contains private metadata")
	}
}

// importing is an import block. Terraform 1.16 takes the provider for one of
// HashiCorp's if neither it nor a resource names it.
func importing(to, id string) string {
	return fmt.Sprintf("import {\n  to       = %s\n  id       = %q\n  provider = clerk\n}\n", to, id)
}
