using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageBot.Bot.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    internal partial class QuartzAndRegressions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (string statement in QuartzTables.Create())
            {
                migrationBuilder.Sql(statement);
            }

            migrationBuilder.AddColumn<string>(
                name: "Plan",
                table: "Regression",
                type: "text",
                nullable: false,
                defaultValue: "");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (string statement in QuartzTables.Drop())
            {
                migrationBuilder.Sql(statement);
            }

            migrationBuilder.DropColumn(
                name: "Plan",
                table: "Regression");
        }
    }
}
