// Package jsonvalue compares JSON by value, and exactly: keys in any order, numbers
// however they are written, and with all their digits. Decoding numbers to float64
// would take ids beyond 2^53 that differ for the same.
package jsonvalue

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"strings"
)

// canonical is a JSON text in the one form that equal values share.
func canonical(text string) (string, error) {
	v, err := Decode(text)
	if err != nil {
		return "", err
	}
	out, err := json.Marshal(numbers(v))
	return string(out), err
}

// Equal reports whether two JSON texts have the same value. What is not JSON has none.
func Equal(a, b string) bool {
	x, errX := canonical(a)
	y, errY := canonical(b)
	return errX == nil && errY == nil && x == y
}

// Decode is the value of a JSON text, which must be the only one in it. Numbers are
// json.Number, with all their digits.
func Decode(text string) (any, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more than one JSON value")
	}
	return v, nil
}

// numbers writes each number in one form, so that 1, 1.0 and 1e0 are equal, and
// large ids keep all their digits.
func numbers(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			v[k] = numbers(x)
		}
	case []any:
		for i, x := range v {
			v[i] = numbers(x)
		}
	case json.Number:
		return number(v)
	}
	return v
}

// number is a number as its digits, without a zero at either end, and a power of
// ten. As a fraction, an exponent of a million would be a million digits.
func number(n json.Number) json.Number {
	text, negative := strings.CutPrefix(strings.ToLower(n.String()), "-")
	mantissa, exponent, _ := strings.Cut(text, "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	all := strings.TrimLeft(whole+fraction, "0")
	digits := strings.TrimRight(all, "0")
	power, ok := new(big.Int).SetString(cmp.Or(exponent, "0"), 10)
	switch {
	case digits == "":
		return "0"
	case !ok:
		return n // it was decoded from JSON
	case negative:
		digits = "-" + digits
	}
	power.Add(power, big.NewInt(int64(len(all)-len(strings.TrimPrefix(digits, "-"))-len(fraction))))
	return json.Number(digits + "e" + power.String())
}
