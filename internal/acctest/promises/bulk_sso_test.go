package promises_test

import (
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// Connections, their directories and OAuth applications are read by the page. The roles of the groups of a directory have a request of
// their own for each directory that mentions them.
func TestAPlanOfSingleSignOnCostsRequestsByThePage(t *testing.T) {
	t.Parallel()
	const each = 200
	synctest.Test(t, func(t *testing.T) {
		w := acctest.NewWorld(t, acctest.NewSim(t, func(o *clerksim.Options) { o.Contract = "" }))
		r := &refreshed{w: w, groups: make([][]walked, 2)}
		add := func(group int, typ, id string) {
			r.groups[group] = append(r.groups[group], walked{typ: w.Core.Type(typ), id: id})
		}
		for n := range each {
			name := fmt.Sprint("tenant-", n)
			e, err := w.Clerk.EnterpriseConnections.Create(t.Context(), clerk.CreateEnterpriseConnectionParams{Name: name, Provider: "saml_okta", Domains: []string{name + ".example.com"}})
			w.Must(err)
			d, err := w.Clerk.Directories.Create(t.Context(), clerk.CreateDirectoryParams{EnterpriseConnectionID: e.ID, Provider: "okta"})
			w.Must(err)
			a, err := w.Clerk.OAuthApplications.Create(t.Context(), clerk.CreateOAuthApplicationParams{Name: name})
			w.Must(err)
			add(0, "clerk_enterprise_connection", e.ID)
			add(0, "clerk_oauth_application", a.ID)
			add(1, "clerk_directory", d.ID)
		}
		r.imports(t)
		for n := range r.groups[1] { // as it is where nobody mentions them
			o := &r.groups[1][n]
			values := o.state.Value.AsValueMap()
			values["group_role_mappings"] = cty.NullVal(values["group_role_mappings"].Type())
			o.state.Value = cty.ObjectVal(values)
		}
		if took := r.refreshes(t); took > 12 {
			t.Errorf("a plan of %d connections, directories and OAuth applications each took %d requests", each, took)
		}
	})
}
