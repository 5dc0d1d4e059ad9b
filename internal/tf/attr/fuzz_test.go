package attr_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// JSON is the same as itself however it is indented, as nothing if it is not
// JSON, and as another text exactly if each number has the same digits and exponent.
func FuzzSameJSON(f *testing.F) {
	for _, seed := range [][2]string{
		{`{"a":1,"b":2}`, `{ "b" : 2.0, "a" : 1e0 }`}, {`1`, `{"\u0000number":"1"}`}, {`100`, `1e2`}, {`-0.0`, `0`}, {`1e+2`, `1E02`}, {`0.10`, `1e-1`},
		{`[1e400]`, `[10e399]`}, {`12345678901234567890`, `12345678901234567891`}, {`0e99`, `0`}, {`"1"`, `1`}, {`{"a":1,"a":2}`, `{"a":2}`}, {`"\ud800"`, `"\ufffd"`},
		{`{}`, ``}, {`{`, `{`}, {`{} {}`, `{}`}, {`{}]`, `{}`}, {"\ufeff{}", `{}`}, {`nul`, `null`}, {"\"\xff\"", `"\ufffd"`}, {`01`, `1`},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if got := attr.SameJSON(a, a); got != json.Valid([]byte(a)) {
			t.Errorf("%q is the same as itself: %t", a, got)
		}
		if json.Valid([]byte(a)) {
			var indented bytes.Buffer
			if err := json.Indent(&indented, []byte(a), "\t", " "); err != nil || !attr.SameJSON(a, indented.String()) {
				t.Errorf("%q is not the same as %q (%v)", a, &indented, err)
			}
		}
		same := attr.SameJSON(a, b)
		if attr.SameJSON(b, a) != same {
			t.Errorf("%q and %q are the same in one order only", a, b)
		}
		if x, y := numbered(t, a), numbered(t, b); same != (x != nil && y != nil && reflect.DeepEqual(x, y)) {
			t.Errorf("%q and %q are the same: %t", a, b, same)
		}
	})
}

// numbered is a JSON value with each number in its one form, in a list; nil if the
// text is no JSON.
func numbered(t *testing.T, text string) any {
	t.Helper()
	if !json.Valid([]byte(text)) {
		return nil
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		t.Fatal(err)
	}
	var walk func(any) any
	walk = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			for name, x := range v {
				v[name] = walk(x)
			}
		case []any:
			for i, x := range v {
				v[i] = walk(x)
			}
		case json.Number:
			return decimal(v.String())
		}
		return v
	}
	return []any{walk(value)}
}

// number is a JSON number without what may be written in several ways.
type number struct {
	digits   string // with a sign; neither the first nor the last is 0, but for 0 itself
	exponent string // of ten; empty for 0
}

func decimal(text string) number {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	ten, _ := new(big.Int).SetString(cmp.Or(exponent, "0"), 10)
	sign := ""
	if rest, negative := strings.CutPrefix(mantissa, "-"); negative {
		sign, mantissa = "-", rest
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return number{digits: "0"}
	}
	short := strings.TrimRight(digits, "0")
	ten.Add(ten, big.NewInt(int64(len(digits)-len(short)-len(fraction))))
	return number{sign + short, ten.String()}
}

// A number is the same with any exponent, and not the same as its neighbour.
func FuzzSameNumber(f *testing.F) {
	for _, digits := range []int64{0, 1, -1, 100, 1<<63 - 1, -1 << 63} {
		for _, power := range []int64{0, 1, -2, 9999, -9999, 1<<63 - 1, -1 << 63} {
			f.Add(digits, power, uint8(3))
		}
	}
	f.Fuzz(func(t *testing.T, digits, power int64, shift uint8) {
		// digits e power, with the point further left, and with zeros behind it.
		exponent := func(by int) *big.Int { return new(big.Int).Add(big.NewInt(power), big.NewInt(int64(by))) }
		n, zeros := big.NewInt(digits), strings.Repeat("0", int(shift))
		if digits == 0 {
			zeros = "" // a number does not begin with two
		}
		sign, magnitude := "", new(big.Int).Abs(n).String()
		if digits < 0 {
			sign = "-"
		}
		plain := fmt.Sprintf("%se%d", n, power)
		for _, other := range []string{
			fmt.Sprintf("%s%sE%s", n, zeros, exponent(-int(shift))),
			fmt.Sprintf("%s0.%s%se%s", sign, zeros, magnitude, exponent(int(shift)+len(magnitude))),
			fmt.Sprintf("%s%s.%se%s", sign, magnitude[:1], magnitude[1:]+"0"+zeros, exponent(len(magnitude)-1)),
		} {
			if !attr.SameJSON(plain, other) {
				t.Errorf("%s is not the same as %s", plain, other)
			}
		}
		next := fmt.Sprintf("%se%d", new(big.Int).Add(n, big.NewInt(1)), power)
		if attr.SameJSON(plain, next) || digits != 0 && attr.SameJSON(plain, fmt.Sprintf("%se%s", n, exponent(1))) || digits != 0 && attr.SameJSON(plain, strings.TrimPrefix("-"+plain, "--")) {
			t.Errorf("%s is the same as its neighbour", plain)
		}
	})
}

// An instant is the same in every zone, and not the same a millisecond later.
func FuzzSameInstant(f *testing.F) {
	const first, last = -62104060800000, 253370764800000 // the years 2 and 9999, in Unix milliseconds
	f.Add("2026-01-31T09:30:00Z", int64(1769851800123), uint32(999999), int16(60), int16(-720))
	f.Add("yesterday", int64(-1), uint32(1), int16(1439), int16(-1439))
	f.Add("2026-02-30T09:30:00Z", int64(first), uint32(0), int16(0), int16(1))
	f.Add("2026-01-31T09:30:00,5+24:00", int64(last), uint32(0), int16(0), int16(1))
	f.Fuzz(func(t *testing.T, text string, ms int64, nanoseconds uint32, zone, other int16) {
		var resp validator.StringResponse
		attr.Instant().ValidateString(t.Context(), validator.StringRequest{ConfigValue: types.StringValue(text)}, &resp)
		if got := attr.SameInstant(text, text); got == resp.Diagnostics.HasError() {
			t.Errorf("%q is the same as itself: %t, and %v", text, got, resp.Diagnostics)
		}
		ms = max(first, min(last, ms))
		at := time.UnixMilli(ms).Add(time.Duration(nanoseconds % 1e6))
		in := func(minutes int16, t time.Time) string {
			return t.In(time.FixedZone("", int(minutes%1440)*60)).Format(time.RFC3339Nano)
		}
		a, b := in(zone, at), in(other, time.UnixMilli(ms))
		if !attr.SameInstant(a, b) || !attr.SameInstant(b, a) {
			t.Errorf("%s is not the same as %s", a, b)
		}
		if later := in(other, time.UnixMilli(ms+1)); attr.SameInstant(a, later) || attr.SameInstant(later, a) {
			t.Errorf("%s is the same as %s", a, later)
		}
	})
}
