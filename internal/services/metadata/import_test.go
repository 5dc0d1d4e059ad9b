package metadata_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// all is app, as a configuration has it.
const all = `jsonencode({ app = { seen = true }, billing = { seats = 3 }, tags = ["a"] })`

// Nothing is removed that nobody wrote: the plan after an import lets go of what the
// configuration does not list, and the apply leaves it in Clerk. What is owned from
// then on is removed as ever.
func TestAnImportOwnsAllMetadataUntilTheConfigurationSaysWhatItOwns(t *testing.T) {
	t.Parallel()
	each(t, app, func(_ *testing.T, a owner) {
		changed := []string{"private_metadata", "public_metadata", "unsafe_metadata"}[:len(a.arguments)]
		a.Drive(
			acctest.Step{
				Import: map[string]string{a.address(): a.id},
				Config: a.config("public_metadata = " + all + "\nprivate_metadata = " + all + "\nunsafe_metadata = " + all), Plan: acctest.Nothing,
			},
			acctest.Step{
				Config: a.config(`public_metadata = jsonencode({ billing = { seats = 3 } })`),
				Plan:   a.plans("update", changed...),
				Warns:  []string{"public_metadata of the " + a.noun + " that the configuration does not list", "they stay in Clerk"},
				Check:  a.holds(app, app, app),
			},
			acctest.Step{
				Config: a.config(`public_metadata = jsonencode({ plan = "pro" })`),
				Check:  a.holds(`{"app":{"seen":true},"billing":{},"plan":"pro","tags":["a"]}`, app, app),
			},
		)
	})
}

// The configuration that Terraform generates for an import has no private metadata.
func TestTheGeneratedConfigurationOfAnImportRemovesNothing(t *testing.T) {
	t.Parallel()
	each(t, app, func(_ *testing.T, a owner) {
		a.Drive(
			acctest.Step{
				Import: map[string]string{a.address(): a.id},
				Config: a.config("public_metadata = " + all + "\nprivate_metadata = null\nunsafe_metadata = " + all),
				Plan:   a.plans("update", "private_metadata"),
				Check:  a.holds(app, app, app),
			},
			acctest.Step{
				Outside: a.merged(clerk.Metadata{Public: []byte(`{"crm":1}`)}),
				Config:  a.config("public_metadata = jsonencode({ billing = { seats = 4 } })"),
				Check:   a.holds(`{"app":{},"billing":{"seats":4},"crm":1}`, app, `{"app":{},"billing":{}}`),
			},
		)
	})
}

// Whoever imports by hand knows an organization by its slug.
func TestAnOrganizationIsNamedByItsSlugToo(t *testing.T) {
	t.Parallel()
	a := newOwner(t, acctest.InProcess(t), organizations, "acme", `{}`)
	plan := a.merged(clerk.Metadata{Public: []byte(`{"plan":"pro"}`)})
	for _, name := range []string{a.id, "acme", "slug:acme"} {
		a.Drive(acctest.Step{
			Outside: plan, Import: map[string]string{a.address(): name},
			Config: a.config(`public_metadata = jsonencode({ plan = "pro" })`), Plan: acctest.Nothing,
			State: a.state("organization_id", a.id),
		})
		a.expect(`{}`, `{}`, ``)
	}
	a.ExpectNoImport(a.address(), "slug:nobody", `has no organization with the slug "nobody"`, "org_…")
	a.ExpectNoImport(a.address(), "Acme Inc.", `has no organization with the slug "Acme Inc."`, "slug:acme")
}
