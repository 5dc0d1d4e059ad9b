package token

import (
	"slices"
	"strconv"
	"strings"
)

// Assumptions about the default session token: nothing in the simulator knows
// when a factor was verified, or of billing. The first factor counts as
// verified just now, the second as never, and the plans are the free ones.
var factorVerificationAge = []int{0, -1}

const (
	planOfUser         = "u:free_user"
	planOfOrganization = "o:free_org"
)

// organizationClaims gives the claims o and fea of an active organization. The
// permissions are packed as Clerk's SDKs unpack them: fea lists the features,
// per the names of permissions, and fpm has a number for each feature, whose
// lowest bit stands for the first permission.
func organizationClaims(c Context) (org map[string]any, features string) {
	role, _ := c.Org["role"].(string)
	var fea, per []string
	granted := map[string]int{}
	for _, permission := range permissions(c.OrgMembership["permissions"]) {
		feature, name, found := strings.Cut(strings.TrimPrefix(permission, "org:"), ":")
		// Clerk keeps its own system permissions out of session tokens.
		if !found || strings.HasPrefix(feature, "sys_") {
			continue
		}
		bit := slices.Index(per, name)
		if bit < 0 {
			bit, per = len(per), append(per, name)
		}
		if !slices.Contains(fea, "o:"+feature) {
			fea = append(fea, "o:"+feature)
		}
		granted["o:"+feature] |= 1 << bit
	}
	fpm := make([]string, len(fea))
	for i, feature := range fea {
		fpm[i] = strconv.Itoa(granted[feature])
	}
	org = map[string]any{
		"id":  c.Org["id"],
		"slg": c.Org["slug"],
		"rol": strings.TrimPrefix(role, "org:"),
		"per": strings.Join(per, ","),
		"fpm": strings.Join(fpm, ","),
	}
	return org, strings.Join(fea, ",")
}

func permissions(value any) []string {
	switch list := value.(type) {
	case []string:
		return list
	case []any:
		names := make([]string, 0, len(list))
		for _, name := range list {
			if name, ok := name.(string); ok {
				names = append(names, name)
			}
		}
		return names
	}
	return nil
}
