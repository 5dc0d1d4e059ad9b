# Run with the secret key of a development instance in CLERK_SECRET_KEY, and the
# address of the API in TF_VAR_api_url.

variables {
  role = "analyst"
}

run "template" {
  assert {
    condition     = output.template == "reporting"
    error_message = "Applications ask for tokens of the template by this name."
  }
}

run "call" {
  module {
    source = "./tests/call"
  }

  variables {
    template = run.template.template
  }

  assert {
    condition     = output.called
    error_message = "The API was not called."
  }
}
