package identifier

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	recordschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// Area is Clerk's area of one kind of address: T, which C makes.
type Area[T, C any] interface {
	Get(ctx context.Context, id string) (*T, error)
	Create(ctx context.Context, p C) (*T, error)
	Update(ctx context.Context, id string, p clerk.UpdateIdentifierParams) (*T, error)
	Delete(ctx context.Context, id string) error
	Owner(ctx context.Context, id string) (*clerk.User, error)
}

// Description is what tells email addresses from phone numbers, read from top to bottom.
// M is the model of the resource, R that of the data source, T the client's type, and C
// what a create sends. What is not said to be optional is required.
type Description[M, R, T, C any] struct {
	Wording
	// Area is Clerk's area.
	Area func(*clerk.Client) Area[T, C]
	// Of are a user's addresses of the kind, and the id of the primary one.
	Of func(*clerk.User) (all []T, primary *string)
	// Address reads one, but for whose it is, and whether it is primary.
	Address func(*T) Address

	// Model finds in a model of the resource what both kinds have, and the address itself.
	Model func(*M) (*Model, *types.String)
	// Attributes are those of the resource that only this kind has, and Fill sets those that
	// Clerk answers. Fill is optional.
	Attributes map[string]schema.Attribute
	Fill       func(*M, *Address)
	// Sent adds to what an update sends what only this kind has.
	Sent func(in tf.Input[M], p *clerk.UpdateIdentifierParams)
	// Created is what a create sends: an address of a user, and what an update would send.
	Created func(user, value string, p clerk.UpdateIdentifierParams) C
	// Validate and Replan are those of tf.Kind. Plan checks a plan of what only this kind
	// has, and Written leaves out of it what goes without saying. All are optional.
	Validate func(config M, diags *diag.Diagnostics)
	Plan     func(ctx context.Context, in tf.Input[M], replaces bool, resp *resource.ModifyPlanResponse)
	Replan   func(state map[string]tftypes.Value) bool
	Written  func(*M)

	// Record, RecordAttributes and FillRecord are the same of the data source.
	Record           func(*R) (*Record, *types.String)
	RecordAttributes map[string]recordschema.Attribute
	FillRecord       func(*R, *Address)
}

// kind is what the package knows of the kind.
func (d *Description[M, R, T, C]) kind() Kind {
	return Kind{
		Wording: d.Wording,
		All: func(u *clerk.User) ([]Address, *string) {
			has, primary := d.Of(u)
			all := make([]Address, len(has))
			for i := range all {
				all[i] = d.Address(&has[i])
			}
			return all, primary
		},
		Get: func(ctx context.Context, c *clerk.Client, id string) (Address, error) {
			return d.addressIn(d.Area(c).Get(ctx, id))
		},
		Change: func(ctx context.Context, c *clerk.Client, id string, p clerk.UpdateIdentifierParams) (Address, error) {
			return d.addressIn(d.Area(c).Update(ctx, id, p))
		},
		Remove: func(ctx context.Context, c *clerk.Client, id string) error { return d.Area(c).Delete(ctx, id) },
		Owner: func(ctx context.Context, c *clerk.Client, id string) (*clerk.User, error) {
			return d.Area(c).Owner(ctx, id)
		},
	}
}

// addressIn reads the address in an answer of Clerk's, unless that is an error.
func (d *Description[M, R, T, C]) addressIn(answer *T, err error) (Address, error) {
	if err != nil {
		return Address{}, err
	}
	return d.Address(answer), nil
}

// Kind is the resource.
func (d *Description[M, R, T, C]) Kind() *tf.Kind[M, Address] {
	k := d.kind()
	modelOf := func(m M) Model { is, _ := d.Model(&m); return *is }
	value := func(m M) types.String { _, is := d.Model(&m); return *is }
	input := func(in tf.Input[M]) tf.Input[Model] {
		return tf.Input[Model]{Config: modelOf(in.Config), Plan: modelOf(in.Plan), State: modelOf(in.State)}
	}
	attributes := k.Attributes()
	maps.Copy(attributes, d.Attributes)
	return &tf.Kind[M, Address]{
		Object: tf.Object[M, *Address]{
			Noun:     d.Noun,
			Type:     d.Attribute,
			ImportID: func(m M, holder string) string { return modelOf(m).ImportID(holder, value(m)) },
			Model: func(prior M, a *Address) (m M) {
				is, its := d.Model(&m)
				*is, *its = NewModel(a), tf.PreferPrior(value(prior), types.StringValue(a.Value), attr.SameAddress)
				if d.Fill != nil {
					d.Fill(&m, a)
				}
				return m
			},
			ID:       func(m M) types.String { return modelOf(m).ID },
			Label:    value,
			Identity: func(m M) map[string]types.String { return modelOf(m).Identity() },
			Sources:  k.Sources(),
		},
		Schema:         schema.Schema{MarkdownDescription: k.resourceDescription(), Attributes: attributes},
		IdentitySchema: k.IdentitySchema(),
		Create: func(ctx context.Context, c *clerk.Client, in tf.Input[M]) (*Address, error) {
			p, its := d.params(in, input(in)), value(in.Plan).ValueString()
			return k.Create(ctx, c, modelOf(in.Plan), its, in.Diags, p, func() (Address, error) {
				return d.addressIn(d.Area(c).Create(ctx, d.Created(modelOf(in.Plan).UserID.ValueString(), strings.TrimSpace(its), p)))
			})
		},
		Read: func(ctx context.Context, c *clerk.Client, state M) (*Address, error) {
			return k.Read(ctx, c, modelOf(state))
		},
		Update: func(ctx context.Context, c *clerk.Client, in tf.Input[M]) (*Address, error) {
			return k.Update(ctx, c, input(in), d.params(in, input(in)))
		},
		Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[M]) error {
			return k.Delete(ctx, c, modelOf(in.State), value(in.State).ValueString(), in.Diags)
		},
		Validate: d.Validate,
		Plan: func(ctx context.Context, c *clerk.Client, in tf.Input[M], resp *resource.ModifyPlanResponse) {
			replaces := !value(in.Plan).Equal(value(in.State)) || !modelOf(in.Plan).UserID.Equal(modelOf(in.State).UserID)
			k.CheckPlan(ctx, c, input(in), replaces, resp)
			if d.Plan != nil {
				d.Plan(ctx, in, replaces, resp)
			}
		},
		Replan:      d.Replan,
		Import:      k.Import,
		QuerySchema: k.QuerySchema(),
		All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[Address, error] {
			return k.List(ctx, c, q.String("user_id"))
		},
		Written: func(m M) M {
			is, _ := d.Model(&m)
			if *is = is.Written(); d.Written != nil {
				d.Written(&m)
			}
			return m
		},
	}
}

// params are what is mentioned and differs from the state.
func (d *Description[M, R, T, C]) params(in tf.Input[M], model tf.Input[Model]) clerk.UpdateIdentifierParams {
	p := clerk.UpdateIdentifierParams{
		Verified: Flag(model.Config.Verified, model.Plan.Verified, model.State.Verified),
		Primary:  primaryFlag(model),
	}
	d.Sent(in, &p)
	return p
}

// DataSource is the data source.
func (d *Description[M, R, T, C]) DataSource() datasource.DataSource {
	k := d.kind()
	attributes := k.recordAttributes()
	maps.Copy(attributes, d.RecordAttributes)
	one := tf.DataSource[R]{
		Type: d.Attribute,
		Schema: recordschema.Schema{
			MarkdownDescription: fmt.Sprintf("%s of a user, by its id or by itself, and whose it is. One that no user has is an error.", d.One),
			Attributes:          attributes,
		},
		Doing: func(R) string { return "read the " + d.Noun },
		Read: func(ctx context.Context, c *clerk.Client, config R) (r R, err error) {
			given, value := d.Record(&config)
			a, err := k.Find(ctx, c, given.ID, *value)
			if err != nil {
				return config, err
			}
			is, its := d.Record(&r)
			*is, *its = newRecord(a), tf.PreferPrior(*value, types.StringValue(a.Value), attr.SameAddress)
			if d.FillRecord != nil {
				d.FillRecord(&r, a)
			}
			return r, nil
		},
	}
	return one.DataSource()
}
