package main

import (
	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// newOpenAPI makes the command that prints the contract.
func newOpenAPI() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "openapi",
		Short: "Print the contract of builds as OpenAPI 3.1",
		Long: `Print the contract between a build and whoever asks it as OpenAPI 3.1: every route
with who may call it and what it decides, every field with its unit, every reason
of a refusal. A build in any language can be written from it.`,
		Example: `  vouch openapi > openapi.json
  vouch openapi --format yaml`,
		Args: noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			text := wire.Document()
			if format == "yaml" {
				var err error
				if text, err = wire.DocumentYAML(); err != nil {
					return fault("%w", err)
				}
			}
			if _, err := cmd.OutOrStdout().Write(text); err != nil {
				return fault("standard output: %w", err)
			}
			return nil
		},
	}
	addChoice(cmd, &format, "format", "how it is printed", "json", "yaml")
	return cmd
}
