package tf

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// KeptSecret is a secret that Clerk shows once, in the answer that makes it. It is stored only where the configuration asks for that, and
// another version of it rotates it. M is the model of its owner, and T the client's type.
type KeptSecret[M, T any] struct {
	// Attribute has the secret: "api_key". keep_api_key and api_key_version are beside it.
	Attribute string
	Noun      string // "API key"
	Owner     string // "directory"
	// Rotated says what a rotation does to the secret before: "the previous key stays valid for a short time".
	Rotated string
	// Fields finds the three attributes in a model.
	Fields func(*M) KeptFields
	// Of finds the secret in an answer; "" if the answer does not show it.
	Of func(*T) *string
	// Rotate makes another secret, which is in the answer.
	Rotate func(ctx context.Context, c *clerk.Client, id string) (*T, error)
}

// KeptFields are the attributes of a kept secret in a model.
type KeptFields struct {
	Keep    *types.Bool
	Version *types.Int64
	Secret  *types.String
}

// Sources says that none of the attributes is read from a field of Clerk's, for the Sources of an Object.
func (k *KeptSecret[M, T]) Sources() map[string][]string {
	return map[string][]string{k.keep(): nil, k.version(): nil, k.Attribute: nil}
}

func (k *KeptSecret[M, T]) keep() string    { return "keep_" + k.Attribute }
func (k *KeptSecret[M, T]) version() string { return k.Attribute + "_version" }

// Attributes are the secret, whether it is kept, and its version.
func (k *KeptSecret[M, T]) Attributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		k.keep(): schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: fmt.Sprintf("Whether the %s that Clerk shows is stored in the state, as `%s`. Off by default: nobody then gets to see it. Turned off later, it leaves the state with the next apply.",
				k.Noun, k.Attribute),
		},
		k.version(): schema.Int64Attribute{
			Optional: true,
			MarkdownDescription: fmt.Sprintf("Any number; a change of it, also to the first one, rotates the %[1]s of %[2]s that exists, once: %[3]s. Taking it out changes nothing. "+
				"If it is not known whether the %[1]s was rotated, because the answer was lost, the apply fails, and the next one rotates it once more.", k.Noun, a(k.Owner), k.Rotated),
		},
		k.Attribute: schema.StringAttribute{
			Computed: true, Sensitive: true,
			MarkdownDescription: fmt.Sprintf("The %s, if `%s` is `true` and Clerk has shown it since; null otherwise.", k.Noun, k.keep()),
		},
	}
}

// Description is what a page says of the secret.
func (k *KeptSecret[M, T]) Description() string {
	return fmt.Sprintf("Clerk shows the %[1]s once, in the answer that makes it. It is stored nowhere unless `%[2]s` asks for it. Then it stands in `%[3]s`, in the state, which whoever can read the state can read. "+
		"Another `%[4]s` rotates it.\n\n"+
		"An import brings no %[1]s, since Clerk does not show it again: with `%[2]s = true`, `%[3]s` stays null until `%[4]s` changes. The same holds where `%[2]s` is turned on later.", k.Noun, k.keep(), k.Attribute, k.version())
}

// Plan plans the secret: unknown where Clerk is going to answer with one that is kept, the state's where that is kept, and otherwise null.
func (k *KeptSecret[M, T]) Plan(ctx context.Context, in Input[M], creates bool, resp *resource.ModifyPlanResponse) {
	plan, state := k.Fields(&in.Plan), k.Fields(&in.State)
	rotates := !creates && k.Rotates(in)
	if rotates && in.Imported {
		resp.Diagnostics.AddAttributeWarning(path.Root(k.version()), fmt.Sprintf("The %s is going to be rotated", k.Noun),
			fmt.Sprintf("The %[1]s was imported, which brings no %[2]s, so that any is a change, and rotates the %[3]s: %[4]s. To leave the %[3]s as it is, take %[2]s out of the configuration.",
				k.Owner, k.version(), k.Noun, k.Rotated))
	}
	secret := types.StringNull()
	switch {
	case !plan.Keep.IsUnknown() && !plan.Keep.ValueBool():
	case creates, rotates, plan.Keep.IsUnknown():
		secret = types.StringUnknown()
	default:
		secret = *state.Secret
	}
	k.plan(ctx, secret, *plan.Secret, resp)
}

// PlanNone plans no secret, for an owner that has none.
func (k *KeptSecret[M, T]) PlanNone(ctx context.Context, in Input[M], resp *resource.ModifyPlanResponse) {
	k.plan(ctx, types.StringNull(), *k.Fields(&in.Plan).Secret, resp)
}

func (k *KeptSecret[M, T]) plan(ctx context.Context, secret, planned types.String, resp *resource.ModifyPlanResponse) {
	if !secret.Equal(planned) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(k.Attribute), secret)...)
	}
}

// Rotates reports whether an update rotates the secret: the version is another one. One that leaves the configuration is no change.
func (k *KeptSecret[M, T]) Rotates(in Input[M]) bool {
	return Changed(*k.Fields(&in.Config).Version, *k.Fields(&in.Plan).Version, *k.Fields(&in.State).Version)
}

// Read reads an answer of Clerk's into a model: the secret is in it only after a create or a rotation, and the plan says by an unknown
// value whether that is kept.
func (k *KeptSecret[M, T]) Read(prior M, m *M, object *T) {
	was, is := k.Fields(&prior), k.Fields(m)
	*is.Keep, *is.Version, *is.Secret = *was.Keep, *was.Version, *was.Secret
	if was.Secret.IsUnknown() {
		*is.Secret = types.StringNull()
		if secret := *k.Of(object); secret != "" {
			*is.Secret = types.StringValue(secret)
		}
	}
}

// Regain is a step of a create, after its first request. Clerk shows a secret only in the answer that makes it: where that answer was
// lost, and the object was found again, nobody has the secret, and nobody uses it. Rotating it costs nothing, and gives the one that is
// to be kept; it is then in made.
func (k *KeptSecret[M, T]) Regain(c *clerk.Client, in Input[M], made *T, id string) func(context.Context) (*T, error) {
	return func(ctx context.Context) (*T, error) {
		if *k.Of(made) != "" || !k.Fields(&in.Plan).Keep.ValueBool() {
			return nil, nil //nolint:nilnil // nothing is to be done
		}
		rotated, err := k.Rotate(ctx, c, id)
		if err != nil {
			err = Hint(fmt.Sprintf("Apply again: the %s is then created anew.", k.Owner), err)
			return nil, At(k.keep(), Note(fmt.Sprintf("The answer to the creation was lost, and the %s with it; this was to get another one.", k.Noun), err))
		}
		*k.Of(made) = *k.Of(rotated)
		return rotated, nil
	}
}

// Rotation is the last step of an update: the secret is then in the last answer, and nothing fails after it. It is never done twice
// because of a lost answer: the state keeps the version from before, so that the next apply does it once more if the person wants that.
func (k *KeptSecret[M, T]) Rotation(c *clerk.Client, in Input[M], id string) func(context.Context) (*T, error) {
	return func(ctx context.Context) (*T, error) {
		if !k.Rotates(in) {
			return nil, nil //nolint:nilnil // nothing is to be done
		}
		rotated, err := k.Rotate(ctx, c, id)
		if lost := (*rest.Lost)(nil); errors.As(err, &lost) {
			err = Hint(fmt.Sprintf("The %[1]s may have been rotated, so that the previous one may be refused from now on, and Clerk shows it only once. "+
				"Apply again: the state has the %[2]s from before, so that it is rotated once more, and the one that comes then is the one that counts.", k.Noun, k.version()), err)
		}
		return rotated, At(k.version(), err)
	}
}

// a is a noun with the article before it.
func a(noun string) string {
	with := some(noun)
	return string(with[0]+'a'-'A') + with[1:]
}
