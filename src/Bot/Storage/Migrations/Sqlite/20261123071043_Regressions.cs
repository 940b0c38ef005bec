using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageBot.Bot.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    internal partial class Regressions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Plan",
                table: "Regression",
                type: "TEXT",
                nullable: false,
                defaultValue: "");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Plan",
                table: "Regression");
        }
    }
}
