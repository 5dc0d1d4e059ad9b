package picture

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// Plan plans the picture of a create or an update, in a ModifyPlan or the Plan of a
// tf.Kind.
func (d *Description[M, T]) Plan(ctx context.Context, in tf.Input[M], resp *resource.ModifyPlanResponse) {
	before, plan, state := d.Fields(&in.Plan).values(), d.Fields(&in.Plan).values(), d.Fields(&in.State).values()
	exists := !state.url.IsNull()
	if d.Delete == nil && exists && plan.file.Equal(types.StringValue("")) && !state.isNone() {
		resp.Diagnostics.AddAttributeError(path.Root(d.Attribute), fmt.Sprintf("The %s cannot be removed", d.Noun), d.irremovable())
		return
	}
	err := d.planFile(&plan, state)
	if exists && noFile(err) && (wasUploaded(ctx, in.Private, plan.file) || plan.file.Equal(state.file)) {
		d.warnOfNoFile(in, &plan, state, err)
		err = nil
	}
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root(d.Attribute), fmt.Sprintf("A %s that Clerk would not take", d.Noun), tf.Sentence(err.Error())+" Correct the path, or take the argument out.")
		return
	}
	if d.NoDefault && !exists && !plan.file.IsUnknown() && plan.file.ValueString() == "" {
		plan.url = types.StringValue("")
	}
	if exists && d.Named != nil && about(state.url) != uploaded && renamed(d.Named(in.Plan), d.Named(in.State)) {
		plan.url = types.StringUnknown()
	}
	// Only what changed is set: a plan that is set whole loses nothing, but costs.
	for name, v := range map[string][2]types.String{d.Attribute: {before.file, plan.file}, d.hash(): {before.sha256, plan.sha256}, "image_url": {before.url, plan.url}} {
		if !v[0].Equal(v[1]) {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), v[1])...)
		}
	}
}

// irremovable says why a picture stays, and what to write.
func (d *Description[M, T]) irremovable() string {
	return fmt.Sprintf("Clerk has no request that removes the %[1]s of an %[2]s, and this one has a %[1]s. Give the path of another, or take the argument out, which leaves it as it is.", d.Noun, d.Owner)
}

// replace plans another picture.
func (v *values) replace() { v.sha256, v.url = types.StringUnknown(), types.StringUnknown() }

// planFile plans the picture by its content: the same picture under another name is no
// change, and another one under the same name is.
func (d *Description[M, T]) planFile(plan *values, state values) error {
	if plan.file.IsNull() {
		return nil
	}
	if plan.file.IsUnknown() {
		plan.replace()
		return nil
	}
	want := ""
	if file := plan.file.ValueString(); file != "" {
		content, err := d.read(file)
		if err != nil {
			return err
		}
		want = hash(content)
	}
	if state.sha256.Equal(types.StringValue(want)) || want == "" && state.isNone() {
		if !state.file.IsNull() {
			plan.file = state.file
		}
		return nil
	}
	// Not the hash: Terraform plans once more when it applies, by the file as it is
	// then, and calls it a bug of the provider if that is another one.
	plan.replace()
	if want == "" {
		plan.sha256 = types.StringValue("")
	}
	return nil
}

// isNone reports whether the state is sure that there is no picture but Clerk's.
func (v values) isNone() bool {
	return v.sha256.Equal(types.StringValue("")) || v.sha256.IsNull() && about(v.url) == clerksOwn
}

// warnOfNoFile says what becomes of a picture whose file is gone. It is no error of the
// plan, which a destroy would need as well: nothing is uploaded by most plans.
func (d *Description[M, T]) warnOfNoFile(in tf.Input[M], plan *values, state values, err error) {
	const advice = " Put the file back, give the path of another, or take the argument out, which leaves the %s as it is."
	if state.sha256.ValueString() != "" && plan.file.Equal(state.file) {
		in.Diags.AddAttributeWarning(path.Root(d.Attribute), fmt.Sprintf("The %s cannot be compared", d.Noun),
			tf.Sentence(err.Error())+fmt.Sprintf(" The %s keeps the %s that was uploaded from there."+advice, d.Owner, d.Noun, d.Noun))
		return
	}
	plan.replace()
	in.Diags.AddAttributeWarning(path.Root(d.Attribute), fmt.Sprintf("The %s cannot be uploaded again", d.Noun),
		tf.Sentence(err.Error())+fmt.Sprintf(" The %s that was uploaded from there was replaced or deleted outside Terraform, so an apply uploads it again, and fails without the file."+advice, d.Noun, d.Noun))
}

// renamed reports whether the names differ that Clerk's own picture shows.
func renamed(plan, state []types.String) bool {
	for i, name := range plan {
		if name.IsUnknown() || name.ValueString() != state[i].ValueString() {
			return true
		}
	}
	return false
}
