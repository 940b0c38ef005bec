using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TriageBot.Bot.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    internal partial class ServiceTables : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Moments were written with their offset; they are UTC without one from now on.
            migrationBuilder.Sql("UPDATE \"Message\" SET \"Date\" = strftime('%Y-%m-%d %H:%M:%S', \"Date\") WHERE \"Date\" IS NOT NULL");
            migrationBuilder.Sql("UPDATE \"Run\" SET \"FinishedAt\" = strftime('%Y-%m-%d %H:%M:%S', \"FinishedAt\")");

            migrationBuilder.AddColumn<byte[]>(
                name: "FullTrace",
                table: "Verdict",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "JudgedAt",
                table: "Verdict",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RegressionId",
                table: "Verdict",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "RetractedAt",
                table: "Verdict",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Lists",
                table: "Sighting",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Source",
                table: "Sighting",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "Run",
                type: "TEXT",
                nullable: false,
                defaultValue: "round");

            migrationBuilder.AddColumn<string>(
                name: "Node",
                table: "Run",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Report",
                table: "Run",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTime>(
                name: "StartedAt",
                table: "Run",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Attempts",
                table: "Outbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "CreatedAt",
                table: "Outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "DecidedAt",
                table: "Outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DecidedBy",
                table: "Outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ExternalId",
                table: "Outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LastError",
                table: "Outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "List",
                table: "Outbox",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "MessageId",
                table: "Outbox",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "NextAttemptAt",
                table: "Outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Payload",
                table: "Outbox",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Person",
                table: "Outbox",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "RegressionId",
                table: "Outbox",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SentAt",
                table: "Outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "State",
                table: "Outbox",
                type: "TEXT",
                nullable: false,
                defaultValue: "FileOnly");

            migrationBuilder.AddColumn<string>(
                name: "Subject",
                table: "Outbox",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "ThreadKey",
                table: "Outbox",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Attempts",
                table: "Message",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Hash",
                table: "Message",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Headers",
                table: "Message",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "List",
                table: "Message",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Partition",
                table: "Message",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "Queued",
                table: "Message",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "ReceivedAt",
                table: "Message",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Audit",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Who = table.Column<string>(type: "TEXT", nullable: false),
                    What = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    Detail = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Audit", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Budget",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Day = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Used = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Budget", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Command",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Channel = table.Column<string>(type: "TEXT", nullable: false),
                    ExternalId = table.Column<string>(type: "TEXT", nullable: false),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: true),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    Sender = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Argument = table.Column<string>(type: "TEXT", nullable: false),
                    WrittenAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ReceivedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Decision = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    DecidedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Command", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Cursor",
                columns: table => new
                {
                    Source = table.Column<string>(type: "TEXT", nullable: false),
                    Cursor = table.Column<string>(type: "TEXT", nullable: false),
                    MovedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ReadAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Failures = table.Column<int>(type: "INTEGER", nullable: false),
                    LastError = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Cursor", x => x.Source);
                });

            migrationBuilder.CreateTable(
                name: "OptOut",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Scope = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Since = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Origin = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OptOut", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RawMail",
                columns: table => new
                {
                    MessageId = table.Column<long>(type: "INTEGER", nullable: false),
                    Compressed = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Size = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RawMail", x => x.MessageId);
                    table.ForeignKey(
                        name: "FK_RawMail_Message_MessageId",
                        column: x => x.MessageId,
                        principalTable: "Message",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Regression",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Fingerprint = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Basis = table.Column<string>(type: "TEXT", nullable: false),
                    GoodProfile = table.Column<string>(type: "TEXT", nullable: true),
                    BadProfile = table.Column<string>(type: "TEXT", nullable: true),
                    CulpritRange = table.Column<string>(type: "TEXT", nullable: false),
                    Fix = table.Column<string>(type: "TEXT", nullable: false),
                    IssueNumber = table.Column<long>(type: "INTEGER", nullable: true),
                    DuplicateOf = table.Column<long>(type: "INTEGER", nullable: true),
                    ReplayArguments = table.Column<string>(type: "TEXT", nullable: false),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: true),
                    OpenedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Regression", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RunResult",
                columns: table => new
                {
                    RunId = table.Column<long>(type: "INTEGER", nullable: false),
                    Profile = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    Result = table.Column<string>(type: "TEXT", nullable: false),
                    Detail = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RunResult", x => new { x.RunId, x.Profile, x.Subject });
                    table.ForeignKey(
                        name: "FK_RunResult_Run_RunId",
                        column: x => x.RunId,
                        principalTable: "Run",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Switch",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    On = table.Column<bool>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Switch", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "Thread",
                columns: table => new
                {
                    Key = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    FirstSeenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LastSeenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    SilencedBy = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Thread", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "Why",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: true),
                    OutboxId = table.Column<long>(type: "INTEGER", nullable: true),
                    Said = table.Column<bool>(type: "INTEGER", nullable: false),
                    Rule = table.Column<string>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Why", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RegressionChange",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    RegressionId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    From = table.Column<string>(type: "TEXT", nullable: false),
                    To = table.Column<string>(type: "TEXT", nullable: false),
                    Who = table.Column<string>(type: "TEXT", nullable: false),
                    Why = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegressionChange", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RegressionChange_Regression_RegressionId",
                        column: x => x.RegressionId,
                        principalTable: "Regression",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RegressionThread",
                columns: table => new
                {
                    RegressionId = table.Column<long>(type: "INTEGER", nullable: false),
                    ThreadKey = table.Column<string>(type: "TEXT", nullable: false),
                    LinkedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegressionThread", x => new { x.RegressionId, x.ThreadKey });
                    table.ForeignKey(
                        name: "FK_RegressionThread_Regression_RegressionId",
                        column: x => x.RegressionId,
                        principalTable: "Regression",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Verdict_RegressionId",
                table: "Verdict",
                column: "RegressionId");

            migrationBuilder.CreateIndex(
                name: "IX_Run_Kind",
                table: "Run",
                column: "Kind");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_ExternalId",
                table: "Outbox",
                column: "ExternalId");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_State",
                table: "Outbox",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_ThreadKey",
                table: "Outbox",
                column: "ThreadKey");

            migrationBuilder.CreateIndex(
                name: "IX_Message_Partition_Id",
                table: "Message",
                columns: new[] { "Partition", "Id" },
                filter: "\"Queued\"");

            migrationBuilder.CreateIndex(
                name: "IX_Audit_At",
                table: "Audit",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Budget_Day_Scope_Name",
                table: "Budget",
                columns: new[] { "Day", "Scope", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Command_Channel_ExternalId",
                table: "Command",
                columns: new[] { "Channel", "ExternalId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_OptOut_Scope_Name",
                table: "OptOut",
                columns: new[] { "Scope", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Regression_Fingerprint",
                table: "Regression",
                column: "Fingerprint",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Regression_State",
                table: "Regression",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_RegressionChange_RegressionId",
                table: "RegressionChange",
                column: "RegressionId");

            migrationBuilder.CreateIndex(
                name: "IX_RegressionThread_ThreadKey",
                table: "RegressionThread",
                column: "ThreadKey");

            migrationBuilder.CreateIndex(
                name: "IX_Why_MessageId",
                table: "Why",
                column: "MessageId");

            migrationBuilder.CreateIndex(
                name: "IX_Why_OutboxId",
                table: "Why",
                column: "OutboxId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Audit");

            migrationBuilder.DropTable(
                name: "Budget");

            migrationBuilder.DropTable(
                name: "Command");

            migrationBuilder.DropTable(
                name: "Cursor");

            migrationBuilder.DropTable(
                name: "OptOut");

            migrationBuilder.DropTable(
                name: "RawMail");

            migrationBuilder.DropTable(
                name: "RegressionChange");

            migrationBuilder.DropTable(
                name: "RegressionThread");

            migrationBuilder.DropTable(
                name: "RunResult");

            migrationBuilder.DropTable(
                name: "Switch");

            migrationBuilder.DropTable(
                name: "Thread");

            migrationBuilder.DropTable(
                name: "Why");

            migrationBuilder.DropTable(
                name: "Regression");

            migrationBuilder.DropIndex(
                name: "IX_Verdict_RegressionId",
                table: "Verdict");

            migrationBuilder.DropIndex(
                name: "IX_Run_Kind",
                table: "Run");

            migrationBuilder.DropIndex(
                name: "IX_Outbox_ExternalId",
                table: "Outbox");

            migrationBuilder.DropIndex(
                name: "IX_Outbox_State",
                table: "Outbox");

            migrationBuilder.DropIndex(
                name: "IX_Outbox_ThreadKey",
                table: "Outbox");

            migrationBuilder.DropIndex(
                name: "IX_Message_Partition_Id",
                table: "Message");

            migrationBuilder.DropColumn(
                name: "FullTrace",
                table: "Verdict");

            migrationBuilder.DropColumn(
                name: "JudgedAt",
                table: "Verdict");

            migrationBuilder.DropColumn(
                name: "RegressionId",
                table: "Verdict");

            migrationBuilder.DropColumn(
                name: "RetractedAt",
                table: "Verdict");

            migrationBuilder.DropColumn(
                name: "Lists",
                table: "Sighting");

            migrationBuilder.DropColumn(
                name: "Source",
                table: "Sighting");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "Run");

            migrationBuilder.DropColumn(
                name: "Node",
                table: "Run");

            migrationBuilder.DropColumn(
                name: "Report",
                table: "Run");

            migrationBuilder.DropColumn(
                name: "StartedAt",
                table: "Run");

            migrationBuilder.DropColumn(
                name: "Attempts",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "CreatedAt",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "DecidedAt",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "DecidedBy",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "ExternalId",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "LastError",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "List",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "MessageId",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "NextAttemptAt",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "Payload",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "Person",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "RegressionId",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "SentAt",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "State",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "Subject",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "ThreadKey",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "Attempts",
                table: "Message");

            migrationBuilder.DropColumn(
                name: "Hash",
                table: "Message");

            migrationBuilder.DropColumn(
                name: "Headers",
                table: "Message");

            migrationBuilder.DropColumn(
                name: "List",
                table: "Message");

            migrationBuilder.DropColumn(
                name: "Partition",
                table: "Message");

            migrationBuilder.DropColumn(
                name: "Queued",
                table: "Message");

            migrationBuilder.DropColumn(
                name: "ReceivedAt",
                table: "Message");
        }
    }
}
