/**
 * The nodes of Postgres's grammar that a harmless SELECT is made of, each with the fields it may have. Whatever is not
 * here is refused, so that a grammar that grows never lets in what nobody looked at.
 */
export const allowedNodes: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    SelectStmt:
      'distinctClause targetList fromClause whereClause groupClause groupDistinct havingClause windowClause ' +
      'valuesLists sortClause limitOffset limitCount limitOption withClause op all larg rarg',
    WithClause: 'ctes recursive location',
    CommonTableExpr: 'ctename aliascolnames ctematerialized ctequery location',
    ResTarget: 'name val location',
    ColumnRef: 'fields location',
    A_Star: '',
    RangeVar: 'schemaname relname inh relpersistence alias location',
    RangeSubselect: 'lateral subquery alias',
    RangeFunction: 'lateral ordinality is_rowsfrom functions alias coldeflist',
    RangeTableSample: 'relation method args repeatable location',
    JoinExpr: 'jointype isNatural larg rarg usingClause join_using_alias quals alias rtindex',
    Alias: 'aliasname colnames',
    ColumnDef: 'colname typeName is_local location',
    SubLink: 'subLinkType testexpr operName subselect location',
    A_Expr: 'kind name lexpr rexpr rexpr_list_start rexpr_list_end location',
    A_Const: 'ival fval boolval sval isnull location',
    A_ArrayExpr: 'elements list_start list_end location',
    A_Indirection: 'arg indirection',
    A_Indices: 'is_slice lidx uidx',
    BoolExpr: 'boolop args location',
    NullTest: 'arg nulltesttype location',
    BooleanTest: 'arg booltesttype location',
    CaseExpr: 'arg args defresult location',
    CaseWhen: 'expr result location',
    CoalesceExpr: 'args location',
    MinMaxExpr: 'op args location',
    CollateClause: 'arg collname location',
    TypeCast: 'arg typeName location',
    TypeName: 'names typmods typemod arrayBounds location',
    FuncCall:
      'funcname args agg_order agg_filter over agg_within_group agg_star agg_distinct func_variadic funcformat location',
    NamedArgExpr: 'arg name argnumber location',
    WindowDef:
      'name refname partitionClause orderClause frameOptions startOffset endOffset location',
    SortBy: 'node sortby_dir sortby_nulls location',
    GroupingFunc: 'args location',
    GroupingSet: 'kind content location',
    SQLValueFunction: 'op typmod location',
    RowExpr: 'args row_format location',
    ParamRef: 'number location',
    List: 'items',
    String: 'sval',
    Integer: 'ival',
    Float: 'fval',
    Boolean: 'boolval',
  }).map(([kind, fields]) => [kind, new Set(fields.split(' '))]),
);

/** Fields that hold a node's own fields without its kind around them. */
export const inlineNodes: ReadonlyMap<string, string> = new Map([
  ['SelectStmt.larg', 'SelectStmt'],
  ['SelectStmt.rarg', 'SelectStmt'],
  ['SelectStmt.withClause', 'WithClause'],
  ['RangeVar.alias', 'Alias'],
  ['RangeSubselect.alias', 'Alias'],
  ['RangeFunction.alias', 'Alias'],
  ['JoinExpr.alias', 'Alias'],
  ['JoinExpr.join_using_alias', 'Alias'],
  ['ColumnDef.typeName', 'TypeName'],
  ['TypeCast.typeName', 'TypeName'],
  ['FuncCall.over', 'WindowDef'],
  ['A_Const.ival', 'Integer'],
  ['A_Const.fval', 'Float'],
  ['A_Const.boolval', 'Boolean'],
  ['A_Const.sval', 'String'],
]);

/** What the refused parts are called by people. */
export const refusedWords: ReadonlyMap<string, string> = new Map([
  ['intoClause', 'SELECT INTO writes a table'],
  ['lockingClause', 'FOR UPDATE and its kin lock rows'],
  ['catalogname', 'a name may not name another database'],
  ['useOp', 'ORDER BY … USING is not allowed'],
  ['InsertStmt', 'INSERT changes data'],
  ['UpdateStmt', 'UPDATE changes data'],
  ['DeleteStmt', 'DELETE changes data'],
  ['MergeStmt', 'MERGE changes data'],
  ['XmlExpr', 'XML expressions are not allowed'],
  ['XmlSerialize', 'XML expressions are not allowed'],
]);
