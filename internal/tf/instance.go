package tf

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// instanceKey is where the private state of an object has the id of its instance.
const instanceKey = "instance"

// importedKey is in the private state from an import to the first update after it.
const importedKey = "imported"

func imported(ctx context.Context, private PrivateReader) bool {
	mark, _ := private.GetKey(ctx, importedKey)
	return len(mark) > 0
}

// PrivateState is what Terraform keeps of an object and shows nobody: JSON, by key. The
// framework's type for it is internal to the framework.
type PrivateState interface {
	PrivateReader
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// PrivateReader reads a PrivateState.
type PrivateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// rememberInstance notes in the private state of an object which instance it belongs
// to, unless that is known. It asks Clerk at most once a run. An object whose instance
// cannot be asked for stays without: that is no reason to fail.
func rememberInstance(ctx context.Context, client *clerk.Client, private PrivateState) diag.Diagnostics {
	if known, diags := private.GetKey(ctx, instanceKey); len(known) > 0 || diags.HasError() {
		return diags
	}
	instance, err := client.Instance.Own(ctx)
	if err != nil {
		return nil
	}
	id, err := json.Marshal(instance.ID)
	if err != nil {
		return nil
	}
	return private.SetKey(ctx, instanceKey, id)
}

// rememberedInstance is the id of an object's instance, or "" where it is not known.
func rememberedInstance(ctx context.Context, private PrivateState) (id string) {
	raw, _ := private.GetKey(ctx, instanceKey)
	if json.Unmarshal(raw, &id) != nil {
		return ""
	}
	return id
}

// ofAnotherInstance says of an object that seems gone, since Clerk answered 404, that
// it belongs to another instance than the one that answered, where that is known. It
// is nil if the object is gone.
func ofAnotherInstance(ctx context.Context, notFound error, private PrivateState) error {
	own := rememberedInstance(ctx, private)
	answer, ok := rest.AsError(notFound)
	if !ok || own == "" || answer.Instance == "" || own == answer.Instance {
		return nil
	}
	return OfAnotherInstance("the object belongs", own, answer.Instance, ", which has no such object")
}

// OfAnotherInstance is the error of something that belongs to another instance than the one
// that answered: "the object belongs". What else there is to say of the other one follows
// its id.
func OfAnotherInstance(what, own, answered, other string) error {
	return Hint("Use the key of the instance that it belongs to; with several provider blocks, give the resource the provider that it had. "+
		"If it is to be managed in this instance from now on, let go of the other one first, with a removed block whose lifecycle has destroy = false, or terraform state rm, and then create or import it here.",
		fmt.Errorf("%s to the instance %s, and the provider's secret key to the instance %s%s. Nothing was changed, and the state stays as it was", what, own, answered, other))
}
