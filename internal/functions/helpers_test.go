package functions_test

import (
	"context"
	"testing"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// call runs a function of one string as Terraform does, up to what goes over the
// wire.
func call(t *testing.T, f function.Function, argument string) (fwattr.Value, *function.FuncError) {
	t.Helper()
	ctx := context.Background()
	var definition function.DefinitionResponse
	f.Definition(ctx, function.DefinitionRequest{}, &definition)
	result, failed := definition.Definition.Return.NewResultData(ctx)
	if failed != nil {
		t.Fatal(failed)
	}
	resp := function.RunResponse{Result: result}
	f.Run(ctx, function.RunRequest{Arguments: function.NewArgumentsData([]fwattr.Value{types.StringValue(argument)})}, &resp)
	if resp.Error != nil {
		if resp.Error.FunctionArgument == nil || *resp.Error.FunctionArgument != 0 {
			t.Fatalf("%q: the error is not on the argument: %v", argument, resp.Error)
		}
		return nil, resp.Error
	}
	out := resp.Result.Value()
	wire, err := out.ToTerraformValue(ctx)
	if err == nil {
		_, err = tfprotov6.NewDynamicValue(out.Type(ctx).TerraformType(ctx), wire)
	}
	if err != nil {
		t.Fatalf("%q: the result cannot be sent: %v", argument, err)
	}
	return out, nil
}

// gives expects the output of an expression.
func gives(t *testing.T, expression string, want knownvalue.Check) {
	t.Helper()
	acctest.New(t).Run(resource.TestStep{
		Config:            "output \"this\" {\n  value = " + expression + "\n}",
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("this", want)},
	})
}

// fails expects an error with these words.
func fails(t *testing.T, expression string, words ...string) {
	t.Helper()
	acctest.New(t).Run(resource.TestStep{
		Config:      "output \"this\" {\n  value = " + expression + "\n}",
		PlanOnly:    true,
		ExpectError: acctest.Words(words...),
	})
}
