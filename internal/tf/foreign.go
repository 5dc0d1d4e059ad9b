package tf

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Foreign says how a state is read that another Clerk provider has written, of a type of the same name or of one that a moved block
// names. What this provider does not have is dropped, and what the other one did not have is null until the next read. A state that
// this provider has written itself, before the version of its schema was raised, comes out as it was.
type Foreign struct {
	// Renamed maps what attributes are called there to what they are called here. Optional.
	Renamed map[string]string
	// Adapt changes the attributes of a state, once they are renamed: values of JSON. Optional.
	Adapt func(state map[string]any)
}

// Upgraders read states of version 0, which is that of the other providers. The schema then has version 1. The framework takes the values
// of write-only attributes out of what an upgrader reads, and out of no other state: a type needs them if another provider stores what is
// write-only here.
func (f *Foreign) Upgraders() map[int64]resource.StateUpgrader {
	if f == nil {
		return nil
	}
	return map[int64]resource.StateUpgrader{0: {
		StateUpgrader: func(_ context.Context, req resource.UpgradeStateRequest, resp *resource.UpgradeStateResponse) {
			f.read(req.RawState, &resp.State, &resp.Diagnostics)
		},
	}}
}

// movers read the states of other types, by their names without the provider's, for objects of a noun. They do not ask which provider has
// written a state: it depends on the CLI what it says of that, and after a replace-provider it is this one.
func movers(noun string, types map[string]Foreign) []resource.StateMover {
	return []resource.StateMover{{
		StateMover: func(_ context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
			f, ok := types[strings.TrimPrefix(req.SourceTypeName, "clerk_")]
			if !ok {
				resp.Diagnostics.AddError(fmt.Sprintf("%s cannot be moved from %s", some(noun), req.SourceTypeName),
					"The provider does not know how objects of that type are stored. Nothing was changed. Take the moved block out, let go of the object with terraform state rm, and import it as what it is here: "+
						"what is in Clerk stays as it is.")
				return
			}
			f.read(req.SourceRawState, &resp.TargetState, &resp.Diagnostics)
		},
	}}
}

func (f *Foreign) read(raw *tfprotov6.RawState, into *tfsdk.State, diags *diag.Diagnostics) {
	value, err := f.decode(raw, into.Schema.Type().TerraformType(typesNeedNoContext))
	if err != nil {
		diags.AddError("A state could not be read",
			err.Error()+". Neither this provider nor one that it takes states over from writes such a state. Nothing was changed. "+
				"Let go of the object with terraform state rm, and import it: what is in Clerk stays as it is.")
		return
	}
	into.Raw = value
}

func (f *Foreign) decode(raw *tfprotov6.RawState, typ tftypes.Type) (tftypes.Value, error) {
	var state map[string]any
	decoder := json.NewDecoder(bytes.NewReader(raw.JSON))
	decoder.UseNumber() // which keeps the digits of a large one
	if err := decoder.Decode(&state); err != nil {
		return tftypes.Value{}, err
	}
	for there, here := range f.Renamed {
		if value, ok := state[there]; ok && state[here] == nil {
			state[here] = value
		}
	}
	if f.Adapt != nil {
		f.Adapt(state)
	}
	adapted, err := json.Marshal(state)
	if err != nil {
		return tftypes.Value{}, err
	}
	lenient := tfprotov6.UnmarshalOpts{ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}}
	return (&tfprotov6.RawState{JSON: adapted}).UnmarshalWithOpts(typ, lenient)
}
