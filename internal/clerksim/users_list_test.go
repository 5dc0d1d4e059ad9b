package clerksim_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestListsAreNewestFirstTenAtATime(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) { o.Users = 25 })
	all := ids(i.call("GET /users?limit=500", "").list())
	oldest := ids(i.call("GET /users?limit=500&order_by=%2Bcreated_at", "").list())
	slices.Reverse(oldest)
	same(t, "oldest first, reversed", oldest, all)
	same(t, "without a limit", ids(i.call("GET /users", "").list()), all[:10])
	same(t, "an offset", ids(i.call("GET /users?offset=20", "").list()), all[20:])
	same(t, "order_by without a sign", ids(i.call("GET /users?order_by=created_at&limit=1", "").list()), all[24:])
	same(t, "the first order_by", ids(i.call("GET /users?order_by=-created_at&order_by=username&limit=1", "").list()), all[:1])
}

func TestACursorNeverSkips(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) { o.Users = 30 })
	for range 5 { // who share one millisecond, and stand among the others
		i.call("POST /users", `{"created_at":"2025-01-01T00:10:00Z"}`).ok()
	}
	for _, order := range []string{"", "&order_by=created_at", "&order_by=-created_at"} {
		all := ids(i.call("GET /users?limit=500"+order, "").list())
		var walked []string
		for after := ""; ; {
			page := ids(i.call("GET /users?limit=4"+order+after, "").list())
			walked = append(walked, page...)
			if len(page) < 4 {
				break
			}
			after = "&starting_after=" + page[3]
		}
		same(t, "pages"+order, walked, all)
	}
	first := i.call("GET /users?limit=1", "").list()[0].id()
	i.call("GET /users?order_by=username&starting_after="+first, "").refused(422, "form_param_value_invalid", "starting_after")
	i.call("GET /users?offset=1&starting_after="+first, "").refused(422, "form_param_value_invalid", "starting_after")
	i.call("GET /users?offset=0&starting_after="+first, "").list()
	i.call("GET /users?starting_after=user_none", "").refused(422, "form_param_value_invalid", "starting_after")

	i.call("GET /users?query=example.com&limit=2&starting_after="+first, "").list()
}

func TestParametersOutOfRangeAreRefused(t *testing.T) {
	t.Parallel()
	i := start(t)
	for _, query := range []string{"limit=0", "limit=501", "limit=ten", "offset=-1", "banned=yes", "order_by=age", "created_at_before=today"} {
		i.call("GET /users?"+query, "").refused(422, "form_param_value_invalid", strings.Split(query, "=")[0])
	}
	many := url.Values{}
	for n := range 101 {
		many.Add("user_id", fmt.Sprintf("user_%d", n))
	}
	i.call("GET /users?"+many.Encode(), "").refused(422, "form_param_array_size_exceeded", "user_id")
	many["user_id"] = many["user_id"][:100]
	i.call("GET /users?"+many.Encode(), "").list()
	i = start(t, assume("range_error_code", "form_param_value_too_large"))
	i.call("GET /users?limit=501", "").refused(422, "form_param_value_too_large", "limit")
}

func TestEveryFilterOfUsers(t *testing.T) {
	t.Parallel()
	i := start(t)
	ada := i.call("POST /users", `{"first_name":"Ada","last_name":"Lovelace","username":"ada_lovelace","external_id":"e1","email_address":["ada@example.com"],
		"phone_number":["+15550010100"],"web3_wallet":["0xAda"],"created_at":"2024-01-01T00:00:00Z","banned":true}`).ok().id()
	grace := i.call("POST /users", `{"first_name":"Grace","last_name":"Hopper","username":"grace_hopper","external_id":"e2","email_address":["grace@example.com","hopper@navy.example"],
		"phone_number":["+15550020100"],"web3_wallet":["0xGrace"],"created_at":"2024-02-01T00:00:00Z"}`).ok().id()
	plain := i.call("POST /users", `{"created_at":"2024-03-01T00:00:00Z"}`).ok().id()
	i.call("POST /_sim/seed", `{"activity":[{"user_id":"`+grace+`","last_sign_in_at":1000000,"last_active_at":2000000}]}`).ok()
	org := i.call("POST /organizations", `{"name":"Navy","created_by":"`+grace+`"}`).ok().id()

	for query, want := range map[string][]string{
		"":                              {plain, grace, ada},
		"email_address=ADA@example.com": {ada},
		"email_address=hopper@navy.example&email_address=x@y.example": {grace},
		"phone_number=%2B15550020100":                                 {grace},
		"username=Ada_Lovelace":                                       {ada},
		"web3_wallet=0xada":                                           {ada},
		"external_id=e1&external_id=%2Be2":                            {grace, ada},
		"external_id=-e1":                                             {plain, grace},
		"user_id=" + ada + "&user_id=%2B" + plain:                     {plain, ada},
		"user_id=-" + ada:                                             {plain, grace},
		"organization_id=" + org:                                      {grace},
		"organization_id=-" + org:                                     {plain, ada},
		"query=LOVELACE":                                              {ada},
		"query=navy":                                                  {grace},
		"query=1555002":                                               {grace},
		"query=" + plain[5:15]:                                        {plain},
		"email_address_query=EXAMPLE.com":                             {grace, ada},
		"phone_number_query=5001":                                     {ada},
		"username_query=HOPPER":                                       {grace},
		"name_query=ada+l":                                            {ada},
		"banned=true":                                                 {ada},
		"banned=false":                                                {plain, grace},
		"created_at_before=1706745600000":                             {ada},
		"created_at_after=1706745600000":                              {plain},
		"last_sign_in_at_after=999999":                                {grace},
		"last_sign_in_at_before=999999":                               {},
		"last_active_at_before=2000001":                               {grace},
		"last_active_at_after=2000000":                                {},
		"last_active_at_since=2000000":                                {grace},
		"email_address=ada@example.com&banned=false":                  {},
		"order_by=first_name":                                         {ada, grace, plain},
		"order_by=-last_name":                                         {ada, grace, plain},
		"order_by=username":                                           {ada, grace, plain},
		"order_by=-email_address":                                     {grace, ada, plain},
		"order_by=phone_number":                                       {ada, grace, plain},
		"order_by=web3wallet":                                         {ada, grace, plain},
		"order_by=last_active_at&limit=1":                             {grace},
		"order_by=-last_sign_in_at&limit=1":                           {grace},
		"order_by=-updated_at&limit=1&query=ada%40":                   {ada},
	} {
		same(t, query, ids(i.call("GET /users?"+query, "").list()), want)
		if !strings.Contains(query, "order_by") {
			if n := i.call("GET /users/count?"+query, "").ok()["total_count"]; n != float64(len(want)) {
				t.Errorf("count of %s is %v, want %d", query, n, len(want))
			}
		}
	}
}
