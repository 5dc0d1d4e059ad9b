package driver

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Stored takes a state of version 0 out of its file, where another provider has left it: attributes as JSON, without identity and private
// state. One of another type is moved, as by a moved block.
func (w *Walk) Stored(t *Type, from, attributes string) (*State, error) {
	w.tb.Helper()
	raw := &tfprotov6.RawState{JSON: []byte(attributes)}
	s := &State{Identity: cty.NullVal(t.identity)}
	var upgraded *tfprotov6.DynamicValue
	if from == t.Name {
		resp, err := w.server.UpgradeResourceState(w.tb.Context(), &tfprotov6.UpgradeResourceStateRequest{TypeName: t.Name, RawState: raw})
		w.must(err)
		if err := failed(resp.Diagnostics); err != nil {
			return nil, err
		}
		upgraded = resp.UpgradedState
	} else {
		resp, err := w.server.MoveResourceState(w.tb.Context(), &tfprotov6.MoveResourceStateRequest{TargetTypeName: t.Name, SourceTypeName: from, SourceState: raw})
		w.must(err)
		if err := failed(resp.Diagnostics); err != nil {
			return nil, err
		}
		upgraded, s.private = resp.TargetState, resp.TargetPrivate
	}
	s.Value = w.decode(upgraded, t.object)
	w.checkWriteOnly(t, "state that was upgraded", s.Value)
	return s, nil
}
