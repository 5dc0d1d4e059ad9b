package server

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// refusedWriteOnly is the summary of the framework's error about a value of a write-only argument.
const refusedWriteOnly = "WriteOnly Attribute Not Allowed"

// ValidateActionConfig leaves out one error of the framework's (1.19). Its actions can have write-only arguments, which Terraform
// takes ephemeral values for and keeps out of plans; but it refuses each value of one, as if Terraform did not know such arguments.
// Every Terraform that has actions does. This goes when the framework mends it.
func (s *server) ValidateActionConfig(ctx context.Context, req *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	resp, err := wrapped(ctx, s, req, s.frameworkServer.ValidateActionConfig)
	if resp != nil {
		resp.Diagnostics = slices.DeleteFunc(resp.Diagnostics, func(d *tfprotov6.Diagnostic) bool { return d.Summary == refusedWriteOnly })
	}
	return resp, err
}
