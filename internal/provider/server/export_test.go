package server

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// FrameworkServer is what the framework serves.
type FrameworkServer = frameworkServer

// Throttling is a server that says when the client's waits are long.
func Throttling(s FrameworkServer, client *clerk.Client) FrameworkServer {
	return &throttling{frameworkServer: s, client: func() *clerk.Client { return client }}
}

// ArgumentsOf is a value of a schema with its arguments alone.
func ArgumentsOf(s schema.Schema, v tftypes.Value) tftypes.Value {
	return argumentsOf(s.Attributes).of(v)
}
