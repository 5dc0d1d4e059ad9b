package tf

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/clerkform/terraform-provider-clerk/internal/jsonvalue"
)

// JWTClaims are the claims of a signed JSON Web Token, as the JSON object that
// they were written in. Nothing is verified. The error repeats nothing of the
// token.
func JWTClaims(token string) (json.RawMessage, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, fmt.Errorf("a signed JSON Web Token has three parts with dots between them, and this has %d", len(parts))
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil, errors.New("the second part of the token is not in base64url")
	}
	v, err := jsonvalue.Decode(string(payload))
	if _, ok := v.(map[string]any); err != nil || !ok {
		return nil, errors.New("the second part of the token is not a JSON object")
	}
	return payload, nil
}

// JWTExpiry is when a token with these claims expires, RFC 3339; null if they do
// not say, or say what is no time.
func JWTExpiry(claims json.RawMessage) basetypes.StringValue {
	var in map[string]json.RawMessage // a struct would take a claim EXP for it
	var expiry *float64
	if json.Unmarshal(claims, &in) != nil || json.Unmarshal(in["exp"], &expiry) != nil || expiry == nil || *expiry < 0 || *expiry >= endOfTime {
		return basetypes.NewStringNull()
	}
	return Time(time.Unix(int64(*expiry), 0).UnixMilli())
}

// endOfTime is the year 10000 in Unix seconds, which RFC 3339 cannot write.
const endOfTime = 253402300800

// Dynamic is a JSON value as Terraform's jsondecode reads it: objects as
// objects, arrays as tuples. Numbers that are out of all proportion, and what is
// nested deeper than anybody would, stay JSON text: users have a say in claims,
// and writing out a billion digits, or comparing types thousands of levels deep,
// takes Terraform minutes.
func Dynamic(ctx context.Context, raw json.RawMessage) (basetypes.DynamicValue, error) {
	v, err := jsonvalue.Decode(string(raw))
	if err != nil {
		return basetypes.NewDynamicNull(), err
	}
	return basetypes.NewDynamicValue(dynamic(ctx, v, 0)), nil
}

const (
	deepest  = 100  // levels of objects and arrays
	farthest = 4096 // binary exponent of a number, of either sign
)

func dynamic(ctx context.Context, v any, depth int) fwattr.Value {
	switch v := v.(type) {
	case map[string]any:
		if depth == deepest {
			return text(v)
		}
		kinds, values := map[string]fwattr.Type{}, map[string]fwattr.Value{}
		for name, x := range v {
			values[name] = dynamic(ctx, x, depth+1)
			kinds[name] = values[name].Type(ctx)
		}
		return types.ObjectValueMust(kinds, values)
	case []any:
		if depth == deepest {
			return text(v)
		}
		kinds, values := make([]fwattr.Type, len(v)), make([]fwattr.Value, len(v))
		for i, x := range v {
			values[i] = dynamic(ctx, x, depth+1)
			kinds[i] = values[i].Type(ctx)
		}
		return types.TupleValueMust(kinds, values)
	case json.Number:
		// As many bits as Terraform's own numbers have.
		f, _, err := big.ParseFloat(v.String(), 10, 512, big.ToNearestEven)
		if err != nil || f.IsInf() || f.MantExp(nil) > farthest || f.MantExp(nil) < -farthest {
			return types.StringValue(v.String())
		}
		return types.NumberValue(f)
	case string:
		return types.StringValue(v)
	case bool:
		return types.BoolValue(v)
	}
	return types.DynamicNull()
}

func text(v any) types.String {
	out, err := json.Marshal(v)
	if err != nil {
		return types.StringNull() // it was decoded from JSON
	}
	return types.StringValue(string(out))
}
