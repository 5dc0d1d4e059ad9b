package organization

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/services/picture"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type model struct {
	tf.Metadata
	ID                    types.String `tfsdk:"id"`
	Name                  types.String `tfsdk:"name"`
	Slug                  types.String `tfsdk:"slug"`
	MaxAllowedMemberships types.Int64  `tfsdk:"max_allowed_memberships"`
	AdminDeleteEnabled    types.Bool   `tfsdk:"admin_delete_enabled"`
	RoleSet               types.String `tfsdk:"role_set"`
	CreatedBy             types.String `tfsdk:"created_by"`
	CreatedAt             types.String `tfsdk:"created_at"`
	Logo                  types.String `tfsdk:"logo"`
	LogoSHA256            types.String `tfsdk:"logo_sha256"`
	ImageURL              types.String `tfsdk:"image_url"`
}

var object = tf.Object[model, *clerk.Organization]{
	Noun:      "organization",
	Type:      "organization",
	Model:     newModel,
	ID:        func(m model) types.String { return m.ID },
	Label:     label,
	Sources:   map[string][]string{"role_set": {"role_set_key"}, "logo": picture.Source, "logo_sha256": picture.Source},
	Arguments: map[string]string{"role_set_key": "role_set", "file": "logo"},
}

// label is the name and the slug: "Acme (acme)".
func label(m model) types.String {
	if slug := m.Slug.ValueString(); slug != "" {
		return types.StringValue(fmt.Sprintf("%s (%s)", m.Name.ValueString(), slug))
	}
	return m.Name
}

// newModel reads an organization. A state that holds nothing but an id was made by an
// import, which brings everything.
func newModel(prior model, o *clerk.Organization) model {
	imported := prior.CreatedAt.IsNull()
	m := model{
		Metadata:              tf.ReadMetadata(prior.Metadata, imported, o.PublicMetadata, o.PrivateMetadata),
		ID:                    types.StringValue(o.ID),
		Name:                  types.StringValue(o.Name),
		Slug:                  types.StringValue(o.Slug),
		MaxAllowedMemberships: types.Int64Value(o.MaxAllowedMemberships),
		AdminDeleteEnabled:    types.BoolValue(o.AdminDeleteEnabled),
		RoleSet:               tf.String(o.RoleSetKey),
		CreatedBy:             creator(o),
		CreatedAt:             tf.PreferPrior(prior.CreatedAt, tf.Time(o.CreatedAt), attr.SameInstant),
	}
	logo.Read(prior, &m, o)
	if !imported {
		tf.KeepNull(untold(&prior), untold(&m))
	}
	return m
}

// creator is who created the organization; null if nobody is known to have.
func creator(o *clerk.Organization) types.String {
	if o.CreatedBy == "" {
		return types.StringNull()
	}
	return types.StringValue(o.CreatedBy)
}

// untold are the fields that are null in the state while Clerk has nothing. Private
// metadata is not among them: where it is null, it was not read.
func untold(m *model) tf.Untold { return tf.Untold{Objects: []*types.String{&m.PublicMetadata}} }

// written leaves out what Clerk does by itself, and secrets. admin_delete_enabled is none of it: the settings say what a new
// organization begins with, and they may have changed.
func written(m model) model {
	m.Slug = tf.OmitDefault("", m.Slug)
	m.RoleSet = tf.OmitDefault("", tf.OmitDefault("role_set:default", m.RoleSet))
	m.PublicMetadata = tf.OmitDefault("{}", m.PublicMetadata)
	m.PrivateMetadata, m.CreatedBy, m.CreatedAt = types.StringNull(), types.StringNull(), types.StringNull()
	return m
}

func createParams(in tf.Input[model]) clerk.CreateOrganizationParams {
	config, plan := in.Config, in.Plan
	p := clerk.CreateOrganizationParams{
		Name:                  plan.Name.ValueString(),
		Slug:                  tf.SendIfSet(plan.Slug),
		CreatedBy:             tf.SendIfSet(plan.CreatedBy),
		MaxAllowedMemberships: tf.ChangedNumber(config.MaxAllowedMemberships, plan.MaxAllowedMemberships, types.Int64Null()),
		RoleSetKey:            tf.SendIfSet(plan.RoleSet),
		CreatedAt:             tf.SendIfSet(plan.CreatedAt),
	}
	p.PublicMetadata, p.PrivateMetadata = tf.CreatedMetadata(config.Metadata, plan.Metadata)
	return p
}

func updateParams(in tf.Input[model]) clerk.UpdateOrganizationParams {
	config, plan, state := in.Config, in.Plan, in.State
	return clerk.UpdateOrganizationParams{
		Name:                  tf.ChangedText(config.Name, plan.Name, state.Name),
		Slug:                  tf.ChangedText(config.Slug, plan.Slug, state.Slug),
		MaxAllowedMemberships: tf.ChangedNumber(config.MaxAllowedMemberships, plan.MaxAllowedMemberships, state.MaxAllowedMemberships),
		AdminDeleteEnabled:    tf.ChangedFlag(config.AdminDeleteEnabled, plan.AdminDeleteEnabled, state.AdminDeleteEnabled),
		RoleSetKey:            tf.ChangedText(config.RoleSet, plan.RoleSet, state.RoleSet),
		CreatedAt:             tf.ChangedText(config.CreatedAt, plan.CreatedAt, state.CreatedAt),
	}
}

// blame finds the argument behind a refusal that names no field, or a key that there is not.
func blame(err error, roleSet bool) error {
	var unknown *rest.UnknownKeys
	answer, ok := rest.AsError(err)
	switch {
	case errors.As(err, &unknown):
		return tf.AtKeys("role_set", "clerk_role_set", err)
	case !ok || len(answer.Items) > 0 && answer.Items[0].ParamName != "":
	case answer.Has("organization_slugs_disabled"):
		return tf.At("slug", err)
	case answer.Status == http.StatusPaymentRequired && roleSet:
		return tf.At("role_set", err)
	}
	return err
}

const longestName = 256

var (
	// What is certainly a URL, or HTML. Clerk may refuse more.
	urlOrHTML = regexp.MustCompile(`[A-Za-z]://|<[A-Za-z/!][^<>]*>`)
	slugForm  = regexp.MustCompile(`^[a-z0-9-]+$`)
)

var nameCheck = attr.NewCheck("the name of an organization", func(s string) string {
	switch n := utf8.RuneCountInString(s); {
	case n == 0:
		return "A name cannot be empty."
	case n > longestName:
		return fmt.Sprintf("The name has %d characters, and Clerk takes at most %d.", n, longestName)
	case urlOrHTML.MatchString(s):
		return fmt.Sprintf("%q contains a URL or HTML, which Clerk does not take.", s)
	}
	return ""
})

// slugCheck demands the slug of an organization; the advice is a sentence.
func slugCheck(advice string) attr.Check {
	return attr.NewCheck("the slug of an organization", func(s string) string {
		if !slugForm.MatchString(s) {
			return fmt.Sprintf("%q is not the slug of an organization: lowercase letters, digits and dashes, as in acme-2. %s", s, advice)
		}
		return ""
	})
}
