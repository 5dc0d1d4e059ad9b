package jwttemplate_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

func TestAccReadsTemplatesByIDByNameAndAll(t *testing.T) {
	t.Parallel()
	config := minimal + `
data "clerk_jwt_template" "by_id" { id = clerk_jwt_template.this.id }
data "clerk_jwt_template" "by_name" { name = clerk_jwt_template.this.name }
data "clerk_jwt_templates" "all" { depends_on = [clerk_jwt_template.this] }
output "same" {
  value = (data.clerk_jwt_template.by_id == data.clerk_jwt_template.by_name
    && contains(data.clerk_jwt_templates.all.jwt_templates, data.clerk_jwt_template.by_id)
    && data.clerk_jwt_templates.all.total_count == length(data.clerk_jwt_templates.all.jwt_templates)
    && jsondecode(data.clerk_jwt_template.by_id.claims).role == "reader"
    && data.clerk_jwt_template.by_id.lifetime == 60)
}`
	acctest.New(t).Run(resource.TestStep{
		Config:            config,
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("same", knownvalue.Bool(true))},
	})
}

func TestReadsMoreTemplatesThanAPageHolds(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Outside(func(ctx context.Context, c *clerk.Client) error {
		for n := range 511 {
			name := "template-" + string(rune('a'+n/26/26)) + string(rune('a'+n/26%26)) + string(rune('a'+n%26))
			if _, err := c.JWTTemplates.Create(ctx, clerk.JWTTemplateParams{Name: name, Claims: json.RawMessage(`{}`)}); err != nil {
				return err
			}
		}
		return nil
	})()
	all := i.Read(`data "clerk_jwt_templates" "all" {}`)
	if n, _ := all.GetAttr("total_count").AsBigFloat().Int64(); n != 511 || all.GetAttr("jwt_templates").LengthInt() != 511 {
		t.Errorf("%d templates were read", n)
	}
	i.Read(`data "clerk_jwt_template" "first" { name = "template-aaa" }`)
}

func TestSaysThatATemplateDoesNotExist(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.ExpectError(`data "clerk_jwt_template" "this" { name = "nobody" }`, "Could not read the JWT template", `name = "nobody"`, `no JWT template named "nobody"`)
	i.ExpectError(`data "clerk_jwt_template" "this" { id = "jtmp_0" }`, "Could not read the JWT template", `id = "jtmp_0"`, "404")
}
