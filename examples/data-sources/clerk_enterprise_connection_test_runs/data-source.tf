data "clerk_enterprise_connection" "initech" {
  name = "Initech"
}

data "clerk_enterprise_connection_test_runs" "failed" {
  enterprise_connection_id = data.clerk_enterprise_connection.initech.id
  statuses                 = ["failed"]
  limit                    = 5
}

output "why_sign_ins_fail" {
  value = [for run in data.clerk_enterprise_connection_test_runs.failed.enterprise_connection_test_runs : run.logs[*].message]
}
