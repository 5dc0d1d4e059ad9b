package organization_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/organization"
)

// customers is an instance with three organizations, in this order: Globex without members,
// Acme with Ada and Grace, Initech with Grace, to which somebody is invited.
func customers(t *testing.T) (i *acctest.Instance, ids map[string]string) {
	t.Helper()
	i, ids = acctest.InProcess(t), map[string]string{}
	for _, name := range []string{"ada", "grace"} {
		u, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{name + "@example.com"}})
		if err != nil {
			t.Fatal(err)
		}
		ids[name] = u.ID
	}
	for _, o := range []struct {
		name, slug string
		members    []string
	}{{"Globex", "globex", nil}, {"Acme", "the-acme", []string{"ada", "grace"}}, {"Initech", "initech", []string{"grace"}}} {
		body := map[string]any{"name": o.name, "slug": o.slug, "public_metadata": map[string]any{"of": o.slug}, "private_metadata": map[string]any{"crm": o.slug}}
		ids[o.slug] = i.Post("/v1/organizations", body)["id"].(string)
		for n, user := range o.members {
			role := map[bool]string{true: "org:admin", false: "org:member"}[n == 0 && o.name == "Acme"]
			i.Post("/v1/organizations/"+ids[o.slug]+"/memberships", map[string]any{"user_id": ids[user], "role": role})
		}
	}
	i.Post("/v1/organizations/"+ids["initech"]+"/invitations", map[string]any{"email_address": "alan@example.com", "role": "org:member"})
	return i, ids
}

func read(i *acctest.Instance, lines string) (v cty.Value, slugs []string) {
	v = i.Read("data \"clerk_organizations\" \"this\" {\n  " + lines + "\n}")
	for _, o := range v.GetAttr("organizations").AsValueSlice() {
		slugs = append(slugs, o.GetAttr("slug").AsString())
	}
	return v, slugs
}

func TestChoosesOrganizationsByEveryFilter(t *testing.T) {
	t.Parallel()
	i, ids := customers(t)
	shown := []string{"limit", "organizations", "total_count", "include_private_metadata", "private_metadata"}
	for argument, cases := range map[string]map[string][]string{
		"query": {
			`query = "ACM"`:  {"the-acme"},
			`query = "he-a"`: {"the-acme"},
			fmt.Sprintf("query = %q", ids["initech"]): {"initech"},
			`query = "nobody"`:                        nil,
		},
		"user_ids": {
			fmt.Sprintf("user_ids = [%q]", ids["ada"]):                         {"the-acme"},
			fmt.Sprintf("user_ids = [%q, %q]", ids["ada"], ids["grace"]):       {"initech", "the-acme"},
			fmt.Sprintf(`user_ids = ["-%s"]`, ids["ada"]):                      {"initech", "globex"},
			fmt.Sprintf(`user_ids = ["+%s", "-%s"]`, ids["grace"], ids["ada"]): {"initech"},
			`user_ids = ["user_0"]`:                                            nil,
		},
		"organization_ids": {
			fmt.Sprintf("organization_ids = [%q, %q]", ids["globex"], ids["initech"]): {"initech", "globex"},
			fmt.Sprintf(`organization_ids = ["-%s"]`, ids["globex"]):                  {"initech", "the-acme"},
		},
		"order_by": {
			"":                                 {"initech", "the-acme", "globex"},
			`order_by = "created_at"`:          {"globex", "the-acme", "initech"},
			`order_by = "name"`:                {"the-acme", "globex", "initech"},
			`order_by = "-name"`:               {"initech", "globex", "the-acme"},
			`order_by = "-members_count"`:      {"the-acme", "initech", "globex"},
			"order_by = \"name\"\n  limit = 2": {"the-acme", "globex"},
			fmt.Sprintf("query = \"e\"\n  user_ids = [%q]\n  order_by = \"-name\"", ids["grace"]): {"initech", "the-acme"},
		},
		"include_members_count":                            {"include_members_count = true": {"initech", "the-acme", "globex"}},
		"include_missing_member_with_elevated_permissions": {"include_missing_member_with_elevated_permissions = true": {"initech", "the-acme", "globex"}},
	} {
		shown = append(shown, argument)
		for lines, want := range cases {
			v, got := read(i, lines)
			if count, _ := v.GetAttr("total_count").AsBigFloat().Int64(); !slices.Equal(got, want) || int(count) != len(want) {
				t.Errorf("%s: the organizations are %q, in all %d, expected %q", lines, got, count, want)
			}
		}
	}
	var is datasource.SchemaResponse
	organization.NewListDataSource().Schema(t.Context(), datasource.SchemaRequest{}, &is)
	if has := slices.Sorted(maps.Keys(is.Schema.Attributes)); !slices.Equal(has, slices.Sorted(slices.Values(shown))) {
		t.Errorf("the arguments are %q, and shown are %q", has, shown)
	}
}

func TestReadsAnOrganizationByItsIDOrItsSlug(t *testing.T) {
	t.Parallel()
	i, ids := customers(t)
	for _, lines := range []string{`slug = "the-acme"`, fmt.Sprintf("id = %q", ids["the-acme"])} {
		plain := i.Read("data \"clerk_organization\" \"this\" {\n  " + lines + "\n}")
		for path, want := range map[string]string{"id": ids["the-acme"], "slug": "the-acme", "name": "Acme", "role_set": "role_set:default", "public_metadata": `{"of":"the-acme"}`} {
			if got := plain.GetAttr(path).AsString(); got != want {
				t.Errorf("%s: %s is %s", lines, path, got)
			}
		}
		for _, unasked := range []string{"members_count", "pending_invitations_count", "missing_member_with_elevated_permissions", "private_metadata"} {
			if v := plain.GetAttr(unasked); !v.IsNull() {
				t.Errorf("%s: %s is %#v", lines, unasked, v)
			}
		}
		v := i.Read("data \"clerk_organization\" \"this\" {\n  " + lines + "\n  include_private_metadata = true\n  include_members_count = true\n  include_missing_member_with_elevated_permissions = true\n}")
		if n, _ := v.GetAttr("members_count").AsBigFloat().Int64(); n != 2 || v.GetAttr("missing_member_with_elevated_permissions").True() || v.GetAttr("private_metadata").AsString() != `{"crm":"the-acme"}` {
			t.Errorf("%s: it is %#v", lines, v)
		}
	}
}

func TestCountsAndPrivateMetadataAreReadWhereTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	i, ids := customers(t)
	plain, _ := read(i, "")
	v, _ := read(i, "include_private_metadata = true\n  include_members_count = true\n  include_missing_member_with_elevated_permissions = true")
	for n, want := range []struct {
		members, pending int64
		missing          bool
	}{{1, 1, true}, {2, 0, false}, {0, 0, true}} {
		o, unasked := v.GetAttr("organizations").Index(cty.NumberIntVal(int64(n))), plain.GetAttr("organizations").Index(cty.NumberIntVal(int64(n)))
		members, _ := o.GetAttr("members_count").AsBigFloat().Int64()
		pending, _ := o.GetAttr("pending_invitations_count").AsBigFloat().Int64()
		if members != want.members || pending != want.pending || o.GetAttr("missing_member_with_elevated_permissions").True() != want.missing {
			t.Errorf("%d is %#v", n, o)
		}
		for _, name := range []string{"members_count", "pending_invitations_count", "missing_member_with_elevated_permissions"} {
			if !unasked.GetAttr(name).IsNull() {
				t.Errorf("nobody asked for %s of %d: %#v", name, n, unasked)
			}
		}
	}
	private := v.GetAttr("private_metadata").AsValueMap()
	if len(private) != 3 || private[ids["globex"]].AsString() != `{"crm":"globex"}` || !plain.GetAttr("private_metadata").IsNull() {
		t.Errorf("the private metadata is %#v", private)
	}
}

func TestReadsAllOrganizationsByThePage(t *testing.T) {
	t.Parallel()
	const n = 501 // one more than a page
	i := acctest.InProcess(t)
	for k := range n {
		i.Post("/v1/organizations", map[string]any{"name": fmt.Sprint("Organization ", k)})
	}
	before := i.Sim.Stats().Requests
	_, slugs := read(i, "")
	if sent := i.Sim.Stats().Requests - before; len(slugs) != n || sent != 2 {
		t.Errorf("%d organizations were read with %d requests", len(slugs), sent)
	}
}
