// Package picture holds what the pictures of users and the logos of organizations have in
// common: files on this machine that Clerk takes, and does not give back.
package picture

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// Description is the picture of one kind of object, with M as its model and T as the
// client's type. What is not said to be optional is required.
//
// The kind's Object has Source for the two attributes beside image_url, unless the type has
// other fields there, and the file in its Arguments: Clerk calls it "file".
type Description[M, T any] struct {
	// Attribute has the path: "profile_image". The hash is beside it, as
	// profile_image_sha256, and image_url.
	Attribute string
	Noun      string // "picture"
	Owner     string // "user"
	// Fields finds the three attributes in a model.
	Fields func(*M) Fields
	// Of is the picture's URL, and whether it is not one that Clerk made.
	Of func(*T) (url string, own bool)
	// NoDefault says that Clerk makes no picture for an object that has none. Optional: it does.
	NoDefault bool
	// Named is what the URL of the picture depends on that Clerk makes. Optional.
	Named func(M) []types.String

	Upload func(ctx context.Context, c *clerk.Client, id, name string, content []byte) (*T, error)
	// Delete removes the picture. Optional: Clerk has no request for it, so that a plan that
	// would remove one is an error.
	Delete func(ctx context.Context, c *clerk.Client, id string) (*T, error)
}

// Fields are the attributes of a picture in a model: the path of the file, the hash of its
// content, and image_url.
type Fields struct{ File, SHA256, URL *types.String }

// values are those of Fields.
type values struct{ file, sha256, url types.String }

func (f Fields) values() values { return values{*f.File, *f.SHA256, *f.URL} }

// Source is what the path and the hash are read from, for the Sources of a tf.Object.
var Source = []string{"has_image", "image_url"}

// Attributes are the path, the hash and the URL.
func (d *Description[M, T]) Attributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		d.Attribute: schema.StringAttribute{
			Optional: true,
			MarkdownDescription: fmt.Sprintf("Path of a %[1]s on this machine: JPEG, PNG, GIF or WebP, of at most 10 MB. Its content is compared: another %[1]s under the same name is a change, the same one under another name is none. "+
				"%[3]s; omitted, it is left alone. A %[1]s that was replaced or deleted outside Terraform shows in the plan; a replacement is told by the change of `image_url`.", d.Noun, d.Owner, d.emptyDescription()),
		},
		d.hash(): schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: fmt.Sprintf("SHA-256 of the %s that was uploaded; empty if the %s has none, and null if it was not uploaded from here.", d.Noun, d.Owner),
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown(), attr.NullAtCreation()},
		},
		"image_url": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: fmt.Sprintf("URL of the %s's %s, or of one that Clerk made.", d.Owner, d.Noun),
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
	}
}

// emptyDescription says what "" does.
func (d *Description[M, T]) emptyDescription() string {
	if d.Delete == nil {
		return fmt.Sprintf("Clerk has no request that removes a %[1]s: `\"\"` says that the %[2]s has none, and is an error where it has one", d.Noun, d.Owner)
	}
	return fmt.Sprintf("`\"\"` deletes the %s's %s", d.Owner, d.Noun)
}

func (d *Description[M, T]) hash() string { return d.Attribute + "_sha256" }

// Replan is that of a tf.Kind: a plan looks into the file.
func (d *Description[M, T]) Replan(state map[string]tftypes.Value) bool {
	return !state[d.Attribute].IsNull()
}

// Read reads the picture of an object into a model.
func (d *Description[M, T]) Read(prior M, m *M, object *T) {
	was, is := d.Fields(&prior).values(), d.Fields(m)
	url, own := d.Of(object)
	*is.File, *is.SHA256, *is.URL = d.file(was, url, own), d.hashOf(was, url, own), types.StringValue(url)
	if imported := was.url.IsNull(); !imported {
		// The hash is null also where somebody else uploaded the picture.
		tf.KeepNull(tf.Untold{Texts: []*types.String{&was.sha256}}, tf.Untold{Texts: []*types.String{is.SHA256}})
	}
}

// hashOf is the hash of a picture as far as it is known: "" if the object has none, and
// null if somebody else put it there. Clerk does not give the content back, so a picture
// is taken for the one that was uploaded as long as its URL stays the same.
func (d *Description[M, T]) hashOf(was values, url string, own bool) types.String {
	switch {
	case !own:
		return types.StringValue("")
	case was.sha256.IsUnknown():
		// It was uploaded just now.
		if content, err := d.read(was.file.ValueString()); err == nil {
			return types.StringValue(hash(content))
		}
	case was.url.ValueString() == url:
		return was.sha256
	}
	return types.StringNull()
}

// file is the path of the picture that was uploaded, as long as the object has it. A
// picture that was deleted or replaced outside shows as a change of the path itself, so
// that a lifecycle block can ignore it.
func (d *Description[M, T]) file(was values, url string, own bool) types.String {
	switch {
	case was.file.IsNull():
		return was.file
	case !own:
		return types.StringValue("")
	case d.hashOf(was, url, own).IsNull():
		return types.StringNull()
	}
	return was.file
}

// Save uploads the picture of a create or an update, or deletes the one that is there. It
// asks Clerk for nothing where that is as planned, and returns nil. The error is on the
// argument.
func (d *Description[M, T]) Save(ctx context.Context, c *clerk.Client, id string, in tf.Input[M]) (*T, error) {
	object, err := d.send(ctx, c, id, in)
	if err != nil {
		return nil, tf.At(d.Attribute, err)
	}
	d.rememberUpload(ctx, in)
	return object, nil
}

func (d *Description[M, T]) send(ctx context.Context, c *clerk.Client, id string, in tf.Input[M]) (*T, error) {
	config, plan, state := d.Fields(&in.Config).values(), d.Fields(&in.Plan).values(), d.Fields(&in.State).values()
	file := plan.file.ValueString()
	creates := state.url.IsNull()
	switch {
	case creates && file == "", !tf.Changed(config.file, plan.sha256, state.sha256):
		return nil, nil //nolint:nilnil // nothing was to be done
	case file == "" && d.Delete == nil: // not reached: the plan refuses it
		return nil, fmt.Errorf("%s", d.irremovable())
	case file == "":
		return d.Delete(ctx, c, id)
	}
	content, err := d.read(file)
	if err != nil {
		return nil, err
	}
	return d.Upload(ctx, c, id, filepath.Base(file), content)
}

// uploadedKey is where the private state has the path of the picture that was uploaded
// last. The state forgets the path when somebody else replaces the picture.
const uploadedKey = "uploaded"

// rememberUpload notes what was uploaded.
func (d *Description[M, T]) rememberUpload(ctx context.Context, in tf.Input[M]) {
	var uploaded []byte
	if file := d.Fields(&in.Plan).File.ValueString(); file != "" {
		uploaded, _ = json.Marshal(file) // it is a string
	}
	in.Diags.Append(in.Private.SetKey(ctx, uploadedKey, uploaded)...)
}

// wasUploaded reports whether a picture was uploaded from the same path.
func wasUploaded(ctx context.Context, private tf.PrivateReader, file types.String) bool {
	var uploaded string
	raw, _ := private.GetKey(ctx, uploadedKey)
	return json.Unmarshal(raw, &uploaded) == nil && uploaded == file.ValueString()
}
