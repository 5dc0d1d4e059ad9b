package server

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// privateState is the private state of an object, as the framework encodes it.
type privateState map[string][]byte

var _ tf.PrivateReader = privateState(nil)

func newPrivateState(encoded []byte) (p privateState) {
	if json.Unmarshal(encoded, &p) != nil {
		return nil
	}
	return p
}

// GetKey implements tf.PrivateReader.
func (p privateState) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}
