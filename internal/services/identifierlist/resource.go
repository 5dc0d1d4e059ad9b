// Package identifierlist models the allowlist and the blocklist of an instance: who may
// sign up, and who may not.
package identifierlist

import (
	"context"
	"fmt"
	"iter"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// description is what tells the two lists apart, read from top to bottom. M is the model
// of the resource, and R that of an item of the data source. What is not said to be
// optional is required.
type description[M, R any] struct {
	list   string // "allowlist"
	prefix string // of ids
	forms  string // what an identifier can be
	about  string // what the resource is, and what follows from it
	of     func(*clerk.Client) *clerk.IdentifierList

	// model finds in a model of the resource what both lists have. The attributes are those
	// that only this one has, filled by fill and checked by validate; notify is a field of a
	// create. All but model are optional. earlier is tf.Kind.Earlier.
	model      func(*M) *model
	attributes map[string]schema.Attribute
	fill       func(*M, *clerk.ListedIdentifier)
	validate   func(config M, diags *diag.Diagnostics)
	notify     func(config M) rest.Optional[bool]
	earlier    *tf.Foreign

	// record, shown and fillRecord are the same of the data source.
	record     func(*R) *record
	shown      map[string]datasourceschema.Attribute
	fillRecord func(*R, *clerk.ListedIdentifier)
}

type model struct {
	ID         types.String `tfsdk:"id"`
	Identifier types.String `tfsdk:"identifier"`
}

type record struct {
	ID             types.String `tfsdk:"id"`
	Identifier     types.String `tfsdk:"identifier"`
	IdentifierType types.String `tfsdk:"identifier_type"`
	CreatedAt      types.String `tfsdk:"created_at"`
	UpdatedAt      types.String `tfsdk:"updated_at"`
}

// kind is the resource and the list resource.
func (d *description[M, R]) kind() *tf.Kind[M, clerk.ListedIdentifier] {
	noun := d.list + " identifier"
	modelOf := func(m M) model { return *d.model(&m) }
	return &tf.Kind[M, clerk.ListedIdentifier]{
		Object: tf.Object[M, *clerk.ListedIdentifier]{
			Noun: noun, Type: d.list + "_identifier",
			Model: func(prior M, l *clerk.ListedIdentifier) (m M) {
				*d.model(&m) = model{ID: types.StringValue(l.ID), Identifier: tf.PreferPrior(modelOf(prior).Identifier, types.StringValue(l.Identifier), attr.SameAddress)}
				if d.fill != nil {
					d.fill(&m, l)
				}
				return m
			},
			ID:    func(m M) types.String { return modelOf(m).ID },
			Label: func(m M) types.String { return modelOf(m).Identifier },
		},
		IDPrefix: d.prefix,
		Schema: schema.Schema{MarkdownDescription: d.about, Attributes: attr.With(map[string]schema.Attribute{
			"identifier": attr.ImmutableAddress(d.forms+". Upper and lower case and surrounding space do not matter. Clerk cannot change an entry, so a change deletes it and creates a new one.", identifier),
			"id":         attr.ID(noun, d.prefix),
		}, d.attributes)},
		Validate: d.validate,
		Earlier:  d.earlier,
		Create: func(ctx context.Context, c *clerk.Client, in tf.Input[M]) (*clerk.ListedIdentifier, error) {
			p := clerk.CreateListedIdentifierParams{Identifier: strings.TrimSpace(modelOf(in.Plan).Identifier.ValueString())}
			if d.notify != nil {
				p.Notify = d.notify(in.Config)
			}
			made, err := d.of(c).Create(ctx, p)
			return made, blame(p.Identifier, err)
		},
		Read: func(ctx context.Context, c *clerk.Client, state M) (*clerk.ListedIdentifier, error) {
			return d.of(c).Get(ctx, modelOf(state).ID.ValueString())
		},
		Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[M]) error {
			return d.of(c).Delete(ctx, modelOf(in.State).ID.ValueString())
		},
		Key: &tf.Key[clerk.ListedIdentifier]{
			Attribute: "identifier", Example: "*@example.com",
			Find: func(ctx context.Context, c *clerk.Client, identifier string) (*clerk.ListedIdentifier, error) {
				return d.of(c).Find(ctx, identifier)
			},
			ID: func(l *clerk.ListedIdentifier) string { return l.ID },
		},
		All: func(ctx context.Context, c *clerk.Client, _ tf.Query) iter.Seq2[clerk.ListedIdentifier, error] {
			return tf.WhereEnabled(d.of(c).List(ctx))
		},
	}
}

// dataSource is the data source of the whole list.
func (d *description[M, R]) dataSource() datasource.DataSource {
	items := d.list + "_identifiers"
	all := tf.ListOf[R, clerk.ListedIdentifier]{
		Type: items, Items: items, Noun: d.list + " identifiers",
		Description:      "The whole " + d.list + " of the instance, whether it is in force or not.",
		ItemsDescription: "The entries, the newest first.",
		CountDescription: "How many there are.",
		Item: attr.With(map[string]datasourceschema.Attribute{
			"id":              attr.Shown(fmt.Sprintf("Id of the entry, `%s…`.", d.prefix)),
			"identifier":      attr.Shown(d.forms + ", in lower case."),
			"identifier_type": attr.Shown("`email_address`, also of a domain, `phone_number` or `web3_wallet`."),
			"created_at":      attr.Shown("When it was created, RFC 3339."),
			"updated_at":      attr.Shown("When it was last changed, RFC 3339."),
		}, d.shown),
		All: func(ctx context.Context, c *clerk.Client, _ tf.Query) iter.Seq2[clerk.ListedIdentifier, error] {
			return d.of(c).List(ctx)
		},
		Record: func(l *clerk.ListedIdentifier) (r R) {
			*d.record(&r) = record{
				ID: types.StringValue(l.ID), Identifier: types.StringValue(l.Identifier), IdentifierType: types.StringValue(l.IdentifierType),
				CreatedAt: tf.Time(l.CreatedAt), UpdatedAt: tf.Time(l.UpdatedAt),
			}
			if d.fillRecord != nil {
				d.fillRecord(&r, l)
			}
			return r
		},
	}
	return all.DataSource()
}

var (
	e164   = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	domain = regexp.MustCompile(`^([A-Za-z0-9-]+\.)+[A-Za-z]+$`)
)

// identifier demands one word, which is a phone number in E.164 form if it begins as one.
// What else it may be is left to Clerk.
var identifier = attr.NewCheck("an identifier", func(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || len(strings.Fields(s)) > 1 || strings.HasPrefix(s, "+") && !e164.MatchString(s) {
		return fmt.Sprintf("%q is none of: an email address, *@example.com for a domain, a phone number in E.164 form such as +15555550100, or the address of a web3 wallet.", s)
	}
	return ""
})

// blame puts the refusal of an entry that is there on its identifier, and says how all
// addresses of a domain are written where Clerk refuses the domain.
func blame(identifier string, err error) error {
	answer, ok := rest.AsError(err)
	switch {
	case ok && answer.Has("duplicate_record"):
		return tf.At("identifier", err)
	case ok && answer.Has("form_param_format_invalid") && domain.MatchString(identifier):
		return tf.Hint(fmt.Sprintf("All email addresses of the domain are written *@%s.", identifier), err)
	}
	return err
}
