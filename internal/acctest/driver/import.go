package driver

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Import takes an object by its id, or by its identity where that is not null,
// and reads it.
func (w *Walk) Import(t *Type, id string, identity cty.Value) (*State, error) {
	w.tb.Helper()
	req := &tfprotov6.ImportResourceStateRequest{TypeName: t.Name, ID: id}
	if identity != cty.NilVal && !identity.IsNull() {
		req.Identity = w.identityData(t, identity)
	}
	resp, err := w.server.ImportResourceState(w.tb.Context(), req)
	w.must(err)
	if err := failed(resp.Diagnostics); err != nil {
		return nil, err
	}
	if n := len(resp.ImportedResources); n != 1 {
		w.broke(t, "an import gives %d objects", n)
	}
	one := resp.ImportedResources[0]
	return w.Refresh(t, &State{Value: w.decode(one.State, t.object), Identity: w.identity(t, one.Identity), private: one.Private})
}

func (w *Walk) identityData(t *Type, v cty.Value) *tfprotov6.ResourceIdentityData {
	w.tb.Helper()
	if v == cty.NilVal || v.IsNull() {
		return nil
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: w.encode(v, t.identity)}
}

func (w *Walk) identity(t *Type, d *tfprotov6.ResourceIdentityData) cty.Value {
	w.tb.Helper()
	if d == nil {
		return cty.NullVal(t.identity)
	}
	return w.decode(d.IdentityData, t.identity)
}
