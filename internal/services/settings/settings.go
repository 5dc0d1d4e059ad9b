// Package settings is what the types of settings have in common: each is a group of
// settings of the instance, which is always there.
package settings

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// Group is a group of settings: M is its Terraform model, and T is what Clerk answers.
type Group[M, T any] struct {
	Type string // without the provider's name: "instance_protect"
	Noun string // for messages: "Protect settings"
	// Description says what they are, in the page of the resource and of the data source.
	Description string
	// Attributes are all but the id. What has no Computed is what Clerk never returns.
	Attributes map[string]schema.Attribute
	// ID is where the model has the id of the instance.
	ID func(*M) *types.String
	// Model reads all but the id, as tf.Object has it.
	Model func(prior M, has *T) M
	// Sources is tf.Object.Sources. Optional.
	Sources map[string][]string
	// Read reads the settings.
	Read func(ctx context.Context, c *clerk.Client) (*T, error)
	// Write sends what the configuration mentions and the state has otherwise, and
	// returns the settings after it. One that fails half-way returns what it reached
	// beside its error.
	Write func(ctx context.Context, c *clerk.Client, in tf.Input[M]) (*T, error)
	// Validate checks what arguments say together. Optional.
	Validate func(config M, diags *diag.Diagnostics)
	// Plan checks the plan of a change, as tf.Kind.Plan does. Optional.
	Plan func(in tf.Input[M])
	// Written is tf.Kind.Written. Optional.
	Written func(M) M
}

// settings are those of an instance.
type settings[T any] struct {
	instance string
	has      *T
}

// Lacks are the fields that Clerk's answer lacks.
func (s *settings[T]) Lacks() []rest.Lack {
	if answered, ok := any(s.has).(interface{ Lacks() []rest.Lack }); ok {
		return answered.Lacks()
	}
	return nil
}

const notice = "The settings exist as long as the instance does. Creating the resource sends what the configuration mentions, in one request to each endpoint; an argument that is omitted is left as it is in Clerk. " +
	"**Destroying it changes nothing in Clerk**, and says so in a warning: the settings stay as they are.\n\n" +
	"They are imported as `this`, in whatever instance, or by its id.\n\n" +
	"Have one resource of this type for an instance. Of two, neither knows of the other: an argument that both mention with different values shows as a change in every plan, and what was applied last holds."

// ReadByPatch ends the description of a group whose only read is a PATCH.
const ReadByPatch = "\n\nClerk has no request that reads these settings. A plan reads them with the one that changes them, without a field in it (`{}`), which changes nothing and answers with all of them."

// Kind is the resource and the list resource.
func (g *Group[M, T]) Kind() *tf.Kind[M, settings[T]] {
	return &tf.Kind[M, settings[T]]{
		Object: tf.Object[M, *settings[T]]{
			Noun: g.Noun, Type: g.Type,
			Model: func(prior M, s *settings[T]) M {
				m := g.Model(prior, s.has)
				*g.ID(&m) = types.StringValue(s.instance)
				return m
			},
			ID:      func(m M) types.String { return *g.ID(&m) },
			Label:   func(M) types.String { return types.StringNull() },
			Sources: g.Sources,
		},
		IDPrefix: "ins_",
		Schema: schema.Schema{
			MarkdownDescription: g.Description + "\n\n" + notice,
			Attributes:          attr.With(g.Attributes, map[string]schema.Attribute{"id": attr.ID("instance", "ins_")}),
		},
		Import: g.bring,
		Create: g.write,
		Read: func(ctx context.Context, c *clerk.Client, state M) (*settings[T], error) {
			if err := g.checkInstance(ctx, c, state); err != nil {
				return nil, err
			}
			return g.of(ctx, c, g.Read)
		},
		Update: func(ctx context.Context, c *clerk.Client, in tf.Input[M]) (*settings[T], error) {
			if err := g.checkInstance(ctx, c, in.State); err != nil {
				return nil, err
			}
			return g.write(ctx, c, in)
		},
		Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[M]) error {
			if err := g.checkInstance(ctx, c, in.State); err != nil {
				return err
			}
			in.Diags.AddWarning("The "+g.Noun+" stay as they are",
				"Clerk has no instance without them, so that nothing was changed there. Terraform manages them no longer.")
			return nil
		},
		Validate: g.Validate,
		Plan: func(_ context.Context, _ *clerk.Client, in tf.Input[M], _ *resource.ModifyPlanResponse) {
			if g.Plan != nil {
				g.Plan(in)
			}
		},
		All: func(ctx context.Context, c *clerk.Client, _ tf.Query) iter.Seq2[settings[T], error] {
			return func(yield func(settings[T], error) bool) {
				s, err := g.of(ctx, c, g.Read)
				switch {
				case err == nil:
					yield(*s, nil)
				case !absent(err):
					yield(settings[T]{}, err)
				}
			}
		},
		QuerySchema: &listschema.Schema{MarkdownDescription: "The " + g.Noun + ": one result, or none where the instance does not have them."},
		Name:        func(*settings[T]) string { return this },
		Written:     g.Written,
	}
}

// this is what the settings are imported by in whatever instance, beside its id.
const this = "this"

// bring brings the settings of the instance under management.
func (g *Group[M, T]) bring(ctx context.Context, c *clerk.Client, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if req.ID == this {
		own, err := c.Instance.Own(ctx)
		if err != nil {
			tf.Report(&resp.Diagnostics, fmt.Sprintf("Could not import %q", this), err, nil)
			return
		}
		req.ID = own.ID
	}
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
}

// NewResource is the resource.
func (g *Group[M, T]) NewResource() resource.Resource { return g.Kind().Resource() }

// NewListResource is the list resource, of one object.
func (g *Group[M, T]) NewListResource() list.ListResource { return g.Kind().ListResource() }

// NewDataSource is the data source of a group of which Clerk returns everything.
func (g *Group[M, T]) NewDataSource() datasource.DataSource {
	kind := g.Kind()
	return (&tf.DataSource[M]{
		Type: g.Type,
		Schema: datasourceschema.Schema{
			MarkdownDescription: g.Description,
			Attributes:          attr.AllShown(kind.Schema.Attributes),
		},
		Doing: func(M) string { return "read the " + g.Noun },
		Read: func(ctx context.Context, c *clerk.Client, config M) (M, error) {
			s, err := g.of(ctx, c, g.Read)
			if err == nil {
				err = tf.Whole(s)
			}
			if err != nil {
				return config, err
			}
			return kind.Model(config, s), nil
		},
	}).DataSource()
}

// absent reports whether the instance has no such settings, since its plan does not include
// what they are about, or that is turned off: a query or an export of everything does not
// fail for it.
func absent(err error) bool {
	answer, ok := rest.AsError(err)
	return ok && slices.Contains([]int{http.StatusPaymentRequired, http.StatusForbidden, http.StatusNotFound}, answer.Status)
}

// of are the settings of the instance of the client's key.
func (g *Group[M, T]) of(ctx context.Context, c *clerk.Client, read func(context.Context, *clerk.Client) (*T, error)) (*settings[T], error) {
	own, err := c.Instance.Own(ctx)
	if err != nil {
		return nil, err
	}
	has, err := read(ctx, c)
	if has == nil {
		return nil, err
	}
	return &settings[T]{own.ID, has}, err
}

// checkInstance is an error if the settings of a state are those of another instance. There
// are settings in each, so that no answer of Clerk's would tell.
func (g *Group[M, T]) checkInstance(ctx context.Context, c *clerk.Client, state M) error {
	own, err := c.Instance.Own(ctx)
	if err != nil {
		return err
	}
	if id := g.ID(&state).ValueString(); id != own.ID {
		return tf.OfAnotherInstance("the settings belong", id, own.ID, "")
	}
	return nil
}

// write sends what has changed. What Clerk did not take is an error on its argument. A
// create that fails saves nothing: there is no object that would be lost, and the next
// apply sends it all again.
func (g *Group[M, T]) write(ctx context.Context, c *clerk.Client, in tf.Input[M]) (*settings[T], error) {
	s, err := g.of(ctx, c, func(ctx context.Context, c *clerk.Client) (*T, error) { return g.Write(ctx, c, in) })
	var not *clerk.NotTaken
	if errors.As(err, &not) {
		hint := "Clerk drops in silence what it does not know. Choose a value that Clerk takes, or write what Clerk has into the configuration. Until then, the next plan shows the difference again."
		if len(not.Unshown) == len(not.Fields) {
			hint = "Run terraform apply again: it sends what Clerk does not have yet. If it ends like this once more, take the argument out of the configuration, and set it in Clerk's dashboard."
		}
		err = tf.At(not.Fields[0], tf.Hint(hint, err))
	}
	if err != nil && g.ID(&in.State).IsNull() {
		return nil, tf.Note("Terraform does not manage the settings yet; whatever else was sent is stored, and the next apply sends it again.", err)
	}
	return s, err
}
