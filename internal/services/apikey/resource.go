// Package apikey models the API keys of users, organizations and machines.
package apikey

import (
	"context"
	"errors"
	"iter"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_api_key.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_api_key.
func NewListResource() list.ListResource { return kind.ListResource() }

type model struct {
	ID                     types.String `tfsdk:"id"`
	Subject                types.String `tfsdk:"subject"`
	Name                   types.String `tfsdk:"name"`
	Description            types.String `tfsdk:"description"`
	Claims                 types.String `tfsdk:"claims"`
	Scopes                 types.Set    `tfsdk:"scopes"`
	CreatedBy              types.String `tfsdk:"created_by"`
	SecondsUntilExpiration types.Int64  `tfsdk:"seconds_until_expiration"`
	Expiration             types.String `tfsdk:"expiration"`
}

// untold are the fields that are null while Clerk has nothing.
func untold(m *model) tf.Untold {
	return tf.Untold{Texts: []*types.String{&m.Description, &m.CreatedBy}, Objects: []*types.String{&m.Claims}, Sets: []*types.Set{&m.Scopes}}
}

func newModel(prior model, k *clerk.APIKey) model {
	m := model{
		ID: types.StringValue(k.ID), Subject: types.StringValue(k.Subject), Name: types.StringValue(k.Name),
		Description: tf.String(k.Description), Claims: tf.PreferPrior(prior.Claims, tf.JSON(k.Claims), attr.SameJSON), Scopes: tf.StringSet(k.Scopes),
		CreatedBy: tf.String(k.CreatedBy), SecondsUntilExpiration: prior.SecondsUntilExpiration, Expiration: tf.OptionalTime(k.Expiration),
	}
	if !prior.Subject.IsNull() { // an import has nothing but the id, and brings the empty values
		tf.KeepNull(untold(&prior), untold(&m))
	}
	return m
}

const (
	noun   = "API key"
	prefix = "ak_"
	// The name of a key, and its description, in characters.
	shortestName, longestDescription = 3, 255
)

var kind = tf.Kind[model, clerk.APIKey]{
	Object: tf.Object[model, *clerk.APIKey]{
		Noun: noun, Type: "api_key",
		Model:   newModel,
		ID:      func(m model) types.String { return m.ID },
		Label:   func(m model) types.String { return m.Name },
		Sources: map[string][]string{"seconds_until_expiration": nil},
	},
	IDPrefix: prefix,
	Schema: schema.Schema{
		MarkdownDescription: "An API key, with which its bearer acts for its subject: a user, an organization or a machine.\n\n" +
			"Its secret is never stored: the ephemeral resource `clerk_api_key_secret` reads it.\n\n" +
			"A key that was revoked outside Terraform is gone: the next plan creates another one. One that has expired stays as it is; `seconds_until_expiration` gives it more time when its value changes. " +
			"Several keys may have one name. If the answer to a creation is lost, the key is found again where no other of the subject has its name; otherwise the error says so, and nothing is created twice.",
		Attributes: map[string]schema.Attribute{
			"subject": fixed("Id of whom the key acts for: a user, `user_…`, an organization, `org_…`, or a machine, `mch_…`.", true, attr.PathSegment()),
			"name":    fixed("Name of the key, at least 3 characters, without space around it. Clerk cannot change it.", true, stringvalidator.UTF8LengthAtLeast(shortestName), untrimmed),
			"description": attr.Untold(attr.Text("What the key is for, up to 255 characters. `\"\"` clears it.",
				stringvalidator.UTF8LengthAtMost(longestDescription))),
			"claims":                   claims(),
			"scopes":                   scopes(),
			"created_by":               fixed("Id of the user who is to be known as the key's creator, `user_…`. It counts at creation only.", false, attr.PathSegment()),
			"seconds_until_expiration": lifetime(),
			"expiration": schema.StringAttribute{
				Computed: true, MarkdownDescription: "When the key expires, RFC 3339; null if never.",
				PlanModifiers: []planmodifier.String{attr.KeepUnless(path.Root("seconds_until_expiration")), attr.NullAtCreation(path.Root("seconds_until_expiration"))},
			},
			"id": attr.ID(noun, prefix),
		},
	},
	Create: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.APIKey, error) {
		p := in.Plan
		return c.APIKeys.Create(ctx, clerk.CreateAPIKeyParams{
			Subject: p.Subject.ValueString(), Name: p.Name.ValueString(), Description: tf.SendIfSet(p.Description), Claims: tf.RawJSON(p.Claims),
			Scopes: tf.ChangedSet(in.Config.Scopes, p.Scopes, in.State.Scopes), CreatedBy: tf.SendIfSet(p.CreatedBy),
			SecondsUntilExpiration: tf.ChangedNumber(in.Config.SecondsUntilExpiration, p.SecondsUntilExpiration, in.State.SecondsUntilExpiration),
		})
	},
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.APIKey, error) {
		k, err := c.APIKeys.Get(ctx, state.ID.ValueString(), state.Subject.ValueString())
		if err == nil && k.Revoked {
			return nil, tf.Gone("was revoked outside Terraform", "Nobody can use it any more. The next apply creates another one, with another secret, unless its resource leaves the configuration.", nil)
		}
		return k, err
	},
	Update: update,
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return c.APIKeys.Delete(ctx, in.State.ID.ValueString())
	},
	Key: &tf.Key[clerk.APIKey]{
		Attribute: "name", Example: "user_2abc/reports",
		Find: func(ctx context.Context, c *clerk.Client, key string) (*clerk.APIKey, error) {
			subject, name, both := strings.Cut(key, "/")
			if !both || name == "" || !subjectID.MatchString(subject) {
				return nil, errors.New("it does not name a subject and its key: the id of a user, an organization or a machine comes first, then the key's name")
			}
			return c.APIKeys.Find(ctx, subject, name)
		},
		ID: func(k *clerk.APIKey) string { return k.ID },
	},
	QuerySchema: &listschema.Schema{
		MarkdownDescription: "The API keys of a user, an organization or a machine, without those that are revoked or have expired.",
		Attributes: attr.With(filters.ListAttributes(), map[string]listschema.Attribute{
			"subject": listschema.StringAttribute{Required: true, MarkdownDescription: subjectDescription, Validators: []validator.String{attr.PathSegment()}},
		}),
	},
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.APIKey, error] {
		return c.APIKeys.List(ctx, filter(q))
	},
	Written: func(m model) model {
		m.Description, m.Claims, m.CreatedBy = tf.OmitDefault("", m.Description), tf.OmitDefault("{}", m.Claims), tf.OmitDefault("", m.CreatedBy)
		if len(m.Scopes.Elements()) == 0 {
			m.Scopes = types.SetNull(types.StringType)
		}
		return m
	},
}

// subjectID matches the id of whom a key acts for.
var subjectID = regexp.MustCompile(`^(user|org|mch)_\w+$`)

const subjectDescription = "Id of whom the keys act for: a user, `user_…`, an organization, `org_…`, or a machine, `mch_…`."

// fixed is a text that Clerk cannot change, or that counts at creation only.
func fixed(description string, required bool, checks ...validator.String) schema.StringAttribute {
	if !required {
		a := attr.Untold(attr.Text(description+" A change creates another key and deletes this one.", checks...))
		a.PlanModifiers = append(a.PlanModifiers, stringplanmodifier.RequiresReplaceIfConfigured())
		return a
	}
	return attr.Immutable(description+" A change deletes the key and creates another one, with another secret.", checks...)
}

func claims() schema.StringAttribute {
	a := attr.Untold(attr.Text("What else is known of the key's bearer, a JSON object; best written with `jsonencode`. It is compared by value. `jsonencode({})` clears it.",
		attr.JSONObject(0, "Write it with jsonencode, as in jsonencode({ plan = \"pro\" }).")))
	a.PlanModifiers = append([]planmodifier.String{attr.KeepEqual(attr.SameJSON)}, a.PlanModifiers...)
	return a
}

func scopes() schema.SetAttribute {
	a := attr.Set("What the key is good for, in the words of the application, such as `reports:read`. `[]` clears it.")
	a.PlanModifiers = append(a.PlanModifiers, attr.NullAtCreation())
	return a
}

// lifetime is no write-only argument: a change of it has to be seen.
func lifetime() schema.Int64Attribute {
	a := attr.Number("For how many seconds the key is valid, from when this is sent. It is sent when the key is created, and when its value changes, after which the key lives as long again; "+
		"the state keeps it as it was sent, since Clerk has only the time of the expiration. Without it, a key never expires. An import does not bring it.", int64validator.AtLeast(1))
	a.PlanModifiers = append(a.PlanModifiers, attr.NullAtCreation())
	return a
}

// untrimmed refuses what Clerk refuses: space at the beginning or the end.
var untrimmed = attr.NewCheck("a name without space around it", func(s string) string {
	if s != "" && (s[0] == ' ' || s[len(s)-1] == ' ') {
		return "The name begins or ends with a space, which Clerk refuses."
	}
	return ""
})

func update(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.APIKey, error) {
	tf.AsPlanned(untold(&in.Plan), untold(&in.State))
	p := clerk.UpdateAPIKeyParams{
		Description:            tf.ChangedText(in.Config.Description, in.Plan.Description, in.State.Description),
		Scopes:                 tf.ChangedSet(in.Config.Scopes, in.Plan.Scopes, in.State.Scopes),
		SecondsUntilExpiration: tf.ChangedNumber(in.Config.SecondsUntilExpiration, in.Plan.SecondsUntilExpiration, in.State.SecondsUntilExpiration),
	}
	if tf.Changed(in.Config.Claims, in.Plan.Claims, in.State.Claims) {
		p.Claims = tf.RawJSON(in.Plan.Claims)
	}
	if p.IsZero() {
		return c.APIKeys.Get(ctx, in.State.ID.ValueString(), in.State.Subject.ValueString())
	}
	return c.APIKeys.Update(ctx, in.State.ID.ValueString(), p)
}

// filters choose among the keys of a subject.
var filters = attr.Filters{
	"query":           attr.FilterByText("The id of a key, or part of a name, in any case."),
	"include_invalid": {Description: "Whether those are among them that are revoked or have expired. Off by default.", Flag: true},
}

func filter(q tf.Query) clerk.APIKeyFilter {
	return clerk.APIKeyFilter{Subject: q.String("subject"), Query: q.String("query"), IncludeInvalid: q.Bool("include_invalid")}
}
