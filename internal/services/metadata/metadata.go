// Package metadata models some keys of the metadata of a user or an organization: those
// that a configuration owns while the application, or another configuration, owns the
// object and the other keys.
package metadata

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// Description is what tells the metadata of users from that of organizations: M is the
// model of the resource, T the client's type.
type Description[M, T any] struct {
	Noun     string // "user"; the resource is clerk_user_metadata, its id user_id
	One      string // "a user who", as in "a user who is managed elsewhere"
	Browser  string // who reads public metadata: "the user's browser"
	IDPrefix string // "user_"
	// Checks are of the id, beside that it can stand in a URL. Optional.
	Checks []validator.String
	// Fields finds the attributes in a model.
	Fields func(*M) Fields
	// Has is what Clerk has of an object.
	Has func(*T) (id string, has clerk.Metadata)
	// Read reads an object, and Merge merges metadata into that of one.
	Read  func(ctx context.Context, c *clerk.Client, id string) (*T, error)
	Merge func(ctx context.Context, c *clerk.Client, id string, m clerk.Metadata) (*T, error)
	// Import is the id of the object that an import names. The error says by what one is
	// imported.
	Import func(ctx context.Context, c *clerk.Client, name string) (id string, err error)
}

// Fields are the attributes in a model: the id of the object, and its metadata. Unsafe is
// nil where the kind has none.
type Fields struct{ ID, Public, Private, Unsafe *types.String }

func (d *Description[M, T]) id(m M) types.String { return *d.Fields(&m).ID }

func (d *Description[M, T]) idAttribute() string { return d.Noun + "_id" }

// Kind is the resource.
func (d *Description[M, T]) Kind() *tf.Kind[M, T] {
	identity := d.idAttribute()
	return &tf.Kind[M, T]{
		Object: tf.Object[M, *T]{
			Noun:     "the metadata of " + d.Noun,
			Type:     d.Noun + "_metadata",
			Model:    d.model,
			ID:       d.id,
			Label:    func(M) types.String { return types.StringNull() },
			Identity: func(m M) map[string]types.String { return map[string]types.String{identity: d.id(m)} },
		},
		Schema: schema.Schema{MarkdownDescription: d.resourceDescription(), Attributes: d.attributes()},
		IdentitySchema: map[string]identityschema.Attribute{
			identity: identityschema.StringAttribute{RequiredForImport: true, Description: fmt.Sprintf("Id of the %s, %s….", d.Noun, d.IDPrefix)},
		},
		Create: d.send,
		Read: func(ctx context.Context, c *clerk.Client, state M) (*T, error) {
			return d.Read(ctx, c, d.id(state).ValueString())
		},
		Update: func(ctx context.Context, c *clerk.Client, in tf.Input[M]) (*T, error) {
			if in.Imported {
				in.State = d.listed(in.Plan, in.State)
			}
			return d.send(ctx, c, in)
		},
		Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[M]) error {
			var nothing M
			m, anything := d.merge(nothing, in.State)
			if !anything {
				return nil
			}
			_, err := d.Merge(ctx, c, d.id(in.State).ValueString(), m)
			return err
		},
		Plan: d.tellWhatIsLetGo,
		Import: func(ctx context.Context, c *clerk.Client, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
			tf.ImportNamed(ctx, c, identity, d.Import, req, resp)
		},
	}
}

// send carries out a create or an update in one request. An object that does not exist is
// a fault of its id.
func (d *Description[M, T]) send(ctx context.Context, c *clerk.Client, in tf.Input[M]) (*T, error) {
	id := d.id(in.Plan).ValueString()
	m, anything := d.merge(in.Plan, in.State)
	if !anything {
		// Only empty objects came or went; whether the object exists still matters.
		object, err := d.Read(ctx, c, id)
		return object, tf.At(d.idAttribute(), err)
	}
	object, err := d.Merge(ctx, c, id, m)
	if rest.IsNotFound(err) {
		err = tf.At(d.idAttribute(), err)
	}
	return object, err
}

func (d *Description[M, T]) resourceDescription() string {
	return fmt.Sprintf("Some keys of the metadata of %s is managed elsewhere: by the application, or by another configuration.\n\n"+
		"It owns the keys that its arguments list, at any depth, and no others: `{ billing = { plan = \"pro\" } }` owns `billing.plan` and leaves `billing.seats` to whoever sets it. "+
		"Owned keys are merged into the %[2]s's metadata, also over a value that is there already. The others are neither read into the state nor changed, so that several of these resources with different keys can share one %[2]s. "+
		"Do not list a key of a field that a `clerk_%[2]s` mentions: that one owns the whole field.\n\n"+
		"Scalars and arrays are owned whole. An empty object owns that there is an object, and none of its keys. "+
		"A key that leaves the configuration is removed from the %[2]s, and so are all owned keys on destroy, at the depth at which they are owned. "+
		"The object around them stays, empty if nothing else is in it, because another may be about to fill it.\n\n"+
		"An import takes all metadata that the %[2]s has for owned. What the configuration does not list then leaves the state with the next apply, and stays in Clerk: nothing is removed that nobody wrote. "+
		"Configuration that Terraform generates for an import has null for private metadata, which is a secret: write in what is to be owned.", d.One, d.Noun)
}

// fieldDescription is that of the argument that has one field.
func (d *Description[M, T]) fieldDescription(name string) string {
	about := map[string]string{
		"public_metadata":  fmt.Sprintf("that the backend writes and %s can read. At least one of the %s arguments is given", d.Browser, map[int]string{2: "two", 3: "three"}[len(d.fields())]),
		"private_metadata": "that only the backend sees. They are stored in the state and in plans, marked sensitive",
		"unsafe_metadata":  fmt.Sprintf("that %s can write", d.Browser),
	}
	return "Keys of the metadata " + about[name] + ". A JSON object, best written with `jsonencode`, and compared by value. " +
		"It cannot contain null, which in a merge removes a key. Clerk stores at most 8 KB, with the keys of others."
}

func (d *Description[M, T]) attributes() map[string]schema.Attribute {
	all := map[string]schema.Attribute{d.idAttribute(): attr.Immutable(
		fmt.Sprintf("Id of the %s, `%s…`. Another %[1]s is another resource: the keys are removed from the one and merged into the other.", d.Noun, d.IDPrefix),
		append([]validator.String{attr.PathSegment()}, d.Checks...)...,
	)}
	var others []path.Expression
	for _, f := range d.fields()[1:] {
		others = append(others, path.MatchRoot(f.name))
	}
	for i, f := range d.fields() {
		checks := []validator.String{
			attr.JSONObject(attr.MaxMetadata, "Write it with jsonencode, as in jsonencode({ plan = \"pro\" }), or leave it out to own no key."), attr.NoNullMembers(),
		}
		if i == 0 { // once is enough
			checks = append([]validator.String{stringvalidator.AtLeastOneOf(others...)}, checks...)
		}
		all[f.name] = schema.StringAttribute{
			Optional: true, Sensitive: f.name == "private_metadata",
			MarkdownDescription: d.fieldDescription(f.name),
			Validators:          checks,
			PlanModifiers:       []planmodifier.String{attr.KeepEqual(attr.SameJSON)},
		}
	}
	return all
}
