package metadata_test

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

func TestAccManagesSomeKeysOfTheMetadataOfAnOwner(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		t.Run(k.noun, func(t *testing.T) {
			t.Parallel()
			managesSomeKeys(t, newOwner(t, acctest.New(t), k, "ada", `{}`))
		})
	}
}

func managesSomeKeys(t *testing.T, a owner) {
	t.Helper()
	address := a.address()
	planned := func(action plancheck.ResourceActionType, changes ...string) resource.ConfigPlanChecks {
		checks := []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}
		if len(changes) > 0 {
			checks = append(checks, acctest.ExpectChanges(address, changes...))
		}
		return resource.ConfigPlanChecks{PreApply: checks}
	}
	holds := func(public, private, unsafe string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			a.expect(public, private, unsafe)
			return nil
		}
	}
	const public = `{"plan":"pro","billing":{"cycle":"year","vat":["DE",19]}}`
	const unsafe = `{"theme":"dark","size":12345678901234567890}`
	steps := []resource.TestStep{
		{
			Config:            a.config(full),
			ConfigPlanChecks:  planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectSensitiveValue(address, tfjsonpath.New("private_metadata"))},
			Check:             holds(public, `{"crm":"a-17"}`, unsafe),
		},
		{
			Config: a.config(full), ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			ImportStateIdFunc: func(*terraform.State) (string, error) { return a.id, nil },
		},
	}
	if acctest.Has(t, acctest.ImportByIdentity) {
		steps = append(steps, resource.TestStep{Config: a.config(full), ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity})
	}
	a.Run(append(steps,
		resource.TestStep{
			PreConfig:        a.merged(clerk.Metadata{Public: json.RawMessage(`{"plan":"free","app":1}`), Private: json.RawMessage(`{"app":2}`)}),
			Config:           a.config(full),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "public_metadata"),
			Check:            holds(`{"app":1,"plan":"pro","billing":{"cycle":"year","vat":["DE",19]}}`, `{"crm":"a-17","app":2}`, unsafe),
		},
		resource.TestStep{
			Config:           acctest.Replace(t, a.config(full), `plan = "pro", `, ``),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "public_metadata"),
			Check:            holds(`{"app":1,"billing":{"cycle":"year","vat":["DE",19]}}`, `{"crm":"a-17","app":2}`, unsafe),
		},
	)...)
	a.expect(`{"app":1,"billing":{}}`, `{"app":2}`, `{}`)
}
