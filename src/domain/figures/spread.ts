/** "Went up and down, ranging from A to B": the least and the greatest, neither a change nor in order of time. */
export const spreadFrom =
  /\b(?:rang(?:e[sd]?|ing)|var(?:y|ies|ied|ying)|fluctuat(?:e[sd]?|ing)|anywhere|up and down|between (?:the )?(?:days|weeks|months|quarters|years))\b(?:(?!\b(?:and|but|then|while)\b)[^.;\uE000]){0,30}\bfrom\s$/i;
